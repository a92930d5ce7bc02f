package main

import "syscall"

// adopt makes this process the parent of those below it whose own has ended (prctl(2),
// PR_SET_CHILD_SUBREAPER).
func adopt() error {
	const setChildSubreaper = 36
	if _, _, number := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); number != 0 {
		return number
	}
	return nil
}

package excel

import "hash/crc32"

// joinedSum is the CRC-32 (IEEE) of two texts, one behind the other, from that of each
// and the length of the second: the first is shifted by so many zero bytes, which is a
// product of polynomials modulo that of the sum.
func joinedSum(first, second uint32, length uint64) uint32 {
	shift, power := uint32(1)<<31, uint32(1)<<(31-8) // 1, and x to the eighth: a byte
	for ; length > 0; length >>= 1 {
		if length&1 == 1 {
			shift = product(power, shift)
		}
		power = product(power, power)
	}
	return product(shift, first) ^ second
}

// product multiplies polynomials whose highest bit is that of x to the power of 0.
func product(a, b uint32) uint32 {
	p := uint32(0)
	for bit := uint32(1) << 31; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			p ^= b
		}
		if b&1 == 1 {
			b = b>>1 ^ crc32.IEEE
		} else {
			b >>= 1
		}
	}
	return p
}

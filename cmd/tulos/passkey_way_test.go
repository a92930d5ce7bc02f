package main

import (
	"context"
	"net"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// withDevice gives the browser a device that can hold passkeys.
func withDevice(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	if _, err := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		return chromedp.Void{}, err
	}
	_, err := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	return chromedp.Void{}, err
}

// TestPasskeyInABrowser: a real browser makes a passkey, signs in by it alone, and uses it
// besides the password.
func TestPasskeyInABrowser(t *testing.T) {
	t.Parallel()
	free, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	free.Close()
	site := "http://localhost:" + port
	startDemoAt(t, "127.0.0.1:"+port, func(name string) string {
		if name == "TULOS_ADDRESS" {
			return site
		}
		return ""
	})
	w := &way{tab: openTab(t, site)}
	w.do("give it a device", withDevice)
	w.signIn(staffEmail)
	w.open("/me/passkeys")
	w.write("#name", "My phone")
	w.press(`[data-passkey="create"]`)
	w.sees("My phone")
	w.judge("staff with a passkey", "/me/passkeys")

	w.do("forget", clearCookies)
	w.open("/sign-in")
	w.judge("signed out, with passkeys", "/sign-in")
	w.press(`[data-passkey="get"]`)
	w.open("/me/passkeys")
	if page := w.html(); !strings.Contains(page, "My phone") || strings.Contains(page, "Not used yet") {
		t.Error("it was not used")
	}

	w.do("forget", clearCookies)
	w.open("/sign-in")
	w.write("#email", staffEmail)
	w.write("#password", demoPassword)
	w.press(`form[action="/sign-in"] button:not([type])`)
	w.sees("You have a passkey")
	w.judge("half signed in, with a passkey", "/sign-in/code")
	w.press(`[data-passkey="get"]`)
	w.open("/me")
	w.sees(staffEmail)
}

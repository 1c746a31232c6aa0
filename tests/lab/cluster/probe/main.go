// Serves from inside a pod what the tests ask about it: which pod answers, what a name resolves to, whether an
// address can be reached.
package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	http.HandleFunc("/name", func(answer http.ResponseWriter, _ *http.Request) {
		name, err := os.Hostname()
		say(answer, name, err)
	})
	http.HandleFunc("/resolve", func(answer http.ResponseWriter, request *http.Request) {
		found, err := net.LookupHost(request.FormValue("host"))
		say(answer, strings.Join(found, " "), err)
	})
	http.HandleFunc("/fetch", func(answer http.ResponseWriter, request *http.Request) {
		body, err := fetch(request.FormValue("url"))
		say(answer, body, err)
	})
	if err := http.ListenAndServe(":8080", nil); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func say(answer http.ResponseWriter, text string, err error) {
	if err != nil {
		http.Error(answer, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprint(answer, text)
}

// Certificates are not looked at: the question is whether there is a way, not who is at its end.
func fetch(url string) (string, error) {
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	client := &http.Client{Transport: transport, Timeout: 5 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s", response.StatusCode, body), err
}

import RPKIObjects
import Testing

@Suite("URIs")
struct URITests {
    @Test(
        "what is no rsync URI",
        arguments: [
            "", "rsync://", "rsync:///module/a", "rsync://host", "rsync://host/", "http://host/m/a", "rsync:/host/m/a",
            "rsync://host//a", "rsync://host/m//a", "rsync://host/m/../a", "rsync://host/m/..", "rsync://host/./a",
            "rsync://host/m/./a", "rsync://host/../etc", "rsync://user@host/m/a", "rsync://user:pw@host/m/a",
            "rsync://ho st/m/a", "rsync://host/m/a b", "rsync://host/m/a\u{0}b", "rsync://host/m/a\nb",
            "rsync://hôst/m/a",
            "rsync://host/m/é", "rsync://host/m/a?q", "rsync://host/m/a#f", "rsync://host/m/a\\b", "rsync://host/m/%zz",
            "rsync://host/m/%2", "rsync://host:/m/a", "rsync://host:0/m/a", "rsync://host:65536/m/a",
            "rsync://host:08/m/a", "rsync://host:8x/m/a", "rsync://.host/m/a", "rsync://host./m/a", "rsync://a..b/m/a",
            "rsync://[::1/m/a", "rsync://[zz::1]/m/a", "rsync://\(String(repeating: "a", count: 64))/m/a",
            "rsync://host/m/\(String(repeating: "a", count: 2_048))",
        ]
    )
    func refusedRsync(text: String) {
        #expect(RsyncURI(text) == nil)
    }

    @Test("the parts of an rsync URI")
    func rsyncParts() throws {
        let uri = try #require(RsyncURI("RSYNC://RPKI.Example.NET:8873/Repo/a/B.cer"))
        #expect(uri.description == "rsync://rpki.example.net:8873/Repo/a/B.cer")
        #expect(uri.host == "rpki.example.net" && uri.port == 8873)
        #expect(uri.module == "Repo" && uri.path == "a/B.cer" && uri.fileName == "B.cer")
        #expect(uri.moduleURI.description == "rsync://rpki.example.net:8873/Repo/")
        #expect(uri.directory.description == "rsync://rpki.example.net:8873/Repo/a/")
        #expect(uri.directory.directory == uri.directory && uri.directory.isDirectory && !uri.isDirectory)
        #expect(uri == RsyncURI("rsync://rpki.example.net:8873/Repo/a/B.cer"))
        #expect(uri != RsyncURI("rsync://rpki.example.net:8873/repo/a/B.cer"))
    }

    @Test("a module alone")
    func module() throws {
        let uri = try #require(RsyncURI("rsync://192.0.2.1/repo"))
        #expect(uri.module == "repo" && uri.path.isEmpty && uri.port == nil)
        #expect(uri.directory == RsyncURI("rsync://192.0.2.1/repo/") && uri.moduleURI == uri.directory)
        #expect(try #require(RsyncURI("rsync://[2001:db8::1]:873/m/")).host == "[2001:db8::1]")
    }

    @Test(
        "appending names one segment",
        arguments: [
            ("a.mft", "rsync://h/m/d/a.mft"), ("", nil), ("..", nil), ("a/b", nil), ("é", nil),
            (".x", "rsync://h/m/d/.x"),
        ]
            as [(String, String?)]
    )
    func appending(name: String, expected: String?) throws {
        #expect(try #require(RsyncURI("rsync://h/m/d/")).appending(name)?.description == expected)
        #expect(try #require(RsyncURI("rsync://h/m/d")).appending(name)?.description == expected)
    }

    @Test("containment is by whole segments")
    func containment() throws {
        let directory = try #require(RsyncURI("rsync://h/m/d"))
        #expect(directory.contains(try #require(RsyncURI("rsync://h/m/d/x"))))
        #expect(directory.contains(directory))
        #expect(!directory.contains(try #require(RsyncURI("rsync://h/m/dx"))))
        #expect(!directory.contains(try #require(RsyncURI("rsync://h/m/"))))
    }

    @Test(
        "what is no HTTPS URI",
        arguments: [
            "https://", "https:///a", "http://host/a", "https://user@host/a", "https://host//a", "https://host/../a",
            "https://host/a#f", "https://host/a b", "https://host:99999/", "https://host/a?b c", "https://ho/\u{7F}",
        ]
    )
    func refusedHTTPS(text: String) {
        #expect(HTTPSURI(text) == nil)
    }

    @Test("the parts of an HTTPS URI, and its origin")
    func httpsParts() throws {
        let uri = try #require(HTTPSURI("HTTPS://RRDP.Example.net/a/notification.xml?x=/1"))
        #expect(uri.description == "https://rrdp.example.net/a/notification.xml?x=/1")
        #expect(uri.host == "rrdp.example.net" && uri.port == nil && uri.path == "/a/notification.xml?x=/1")
        #expect(uri.origin == "https://rrdp.example.net:443")
        #expect(uri.hasSameOrigin(as: try #require(HTTPSURI("https://rrdp.example.net:443/b"))))
        #expect(!uri.hasSameOrigin(as: try #require(HTTPSURI("https://rrdp.example.net:8443/b"))))
        #expect(!uri.hasSameOrigin(as: try #require(HTTPSURI("https://example.net/b"))))
        #expect(try #require(HTTPSURI("https://host")).description == "https://host/")
        #expect(try #require(HTTPSURI("https://host:8443")).port == 8443)
    }
}

import FlightEvents
import Foundation
import RPKICrypto
import RPKIObjects
import Testing
import Transport

@Suite struct RsyncCommandTests {
    private let uri: RsyncURI

    init() throws {
        uri = try #require(RsyncURI("rsync://repo.example:8730/module/a/b.cer"))
    }

    @Test func remoteTextIsOnlyTheURIBehindTheDashes() {
        let command = RsyncCommand(module: uri, into: "/state/x", maximumObjectSize: 1_000).arguments
        #expect(command.suffix(3) == ["--", "rsync://repo.example:8730/module/", "/state/x/"])
        #expect(command.contains("--max-size=1000"))
        #expect(command.contains("--exclude=.*"))
        let file = RsyncCommand(file: uri, into: "/state/x", maximumSize: 10).arguments
        #expect(file.suffix(3) == ["--", "rsync://repo.example:8730/module/a/b.cer", "/state/x/"])
        #expect(!file.contains("--recursive"))
    }

    @Test func nothingChoosesAnotherTransportOrFollowsLinks() {
        for arguments in [
            RsyncCommand(module: uri, into: "/s", maximumObjectSize: 1).arguments,
            RsyncCommand(file: uri, into: "/s", maximumSize: 1).arguments,
        ] {
            for forbidden in [
                "-e", "--rsh", "-l", "--links", "--copy-links", "-L", "-a", "--archive", "--devices", "-D",
            ] {
                #expect(!arguments.contains { $0 == forbidden || $0.hasPrefix(forbidden + "=") })
            }
        }
    }

    /// The limit is in the shell's words, everything else in words of its own.
    @Test func theFileSizeIsLimitedByTheKernel() {
        let (program, arguments) = RsyncCommand.limited("/opt/r sync", ["--", "a;b"], maximumFileSize: 20_000_000)
        #expect(program == "/bin/sh")
        #expect(arguments == ["-c", "trap '' XFSZ; ulimit -f 39063 && exec \"$@\"", "sh", "/opt/r sync", "--", "a;b"])
    }

    @Test func theEnvironmentIsClean() {
        let own = [
            "PATH": "/bin", "RSYNC_RSH": "evil", "RSYNC_CONNECT_PROG": "evil", "HOME": "/x", "RSYNC_PROXY": "p:1",
        ]
        #expect(RsyncCommand.environment(from: own) == ["PATH": "/bin", "LC_ALL": "C", "RSYNC_PROXY": "p:1"])
    }
}

@Suite struct RsyncProgressTests {
    private static let output = """
        receiving incremental file list
        4096
        1812
        20

        sent 70 bytes  received 150 bytes  440.00 bytes/sec
        total size is 3  speedup is 0.01

        """

    @Test(arguments: [1, 10, 10_000]) func reads(chunk: Int) {
        var progress = RsyncProgress()
        var rest = Array(Self.output.utf8)[...]
        while !rest.isEmpty {
            progress.take(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
        }
        #expect(progress.hasFileList)
        #expect(progress.entries == 3)
        #expect(progress.octets == 5_928)
        #expect(progress.wireOctets == 150)
    }

    @Test func endlessLinesAndNumbersAreHarmless() {
        var progress = RsyncProgress()
        progress.take([UInt8](repeating: 0x39, count: 1_000_000))
        progress.take(Array("\n9223372036854775807\n9223372036854775807\n-5\n".utf8))
        #expect(progress.entries == 2)
        #expect(progress.octets == .max)
    }
}

@Suite struct RsyncExitTests {
    @Test(
        arguments: [
            (RsyncExit.code(10), "rsync: getaddrinfo: nohost.example 873: Name or service not known", .dns),
            (.code(10), "rsync: failed to connect to 127.0.0.1: Connection refused (111)", .refused),
            (.code(10), "rsync: read error: Connection reset by peer", .rsync),
            (.code(5), "@ERROR: Unknown module 'x'", .rsync),
            (.code(11), "No space left on device", .disk),
            (.code(11), "rsync: write failed on \"x\": File too large (27)", .tooBig),
            (.code(127), "sh: 1: exec: rsync: not found", .rsync),
            (.code(30), "", .idle),
            (.code(35), "", .connectTimeout),
            (.timedOut, "", .total),
            (.tooMuch, "", .tooBig),
            (.cancelled, "", .cancelled),
            (.signal(9), "", .rsync),
        ] as [(RsyncExit, String, FetchRecord.ErrorClass)]
    )
    func classifies(exit: RsyncExit, said: String, expected: FetchRecord.ErrorClass) {
        #expect(exit.errorClass(standardError: said) == expected)
        #expect(!exit.text(standardError: said).isEmpty)
    }

    @Test func theTextIsOnePrintableLine() {
        let text = RsyncExit.code(5).text(standardError: "\n@ERROR: \u{1B}[31mbad\nmore")
        #expect(text == "rsync exit status 5: @ERROR: ?[31mbad")
    }

    @Test func onlyPartialTransfersAreReadAllTheSame() {
        let partial = (0...40).map { RsyncExit.code($0) }.filter(\.isPartial)
        #expect(partial == [.code(23), .code(24)])
    }
}

@Suite struct WorkingCopyTests {
    private let directory = TemporaryDirectory()

    private func copy(files: Int = 100, octets: Int64 = 1_000_000) -> WorkingCopy {
        WorkingCopy(directory: directory.path, maximumFiles: files, maximumOctets: octets)
    }

    @Test func findsRegularFilesOnly() throws {
        try directory.write("a.roa", "a")
        try directory.write("sub/dir/b.mft", "bb")
        try directory.write(".hidden", "x")
        try directory.write("sub/.hidden/c.roa", "x")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/link.roa",
            withDestinationPath: "/etc/passwd"
        )
        try FileManager.default.createSymbolicLink(atPath: directory.path + "/linked", withDestinationPath: "/etc")
        let files = try copy().files()
        #expect(Set(files.map(\.path)) == ["a.roa", "sub/dir/b.mft"])
        for file in files {
            #expect(copy().read(file, maximumSize: 2)?.count == (file.path == "a.roa" ? 1 : 2))
        }
        let long = try #require(files.first { $0.path != "a.roa" })
        #expect(copy().read(long, maximumSize: 1) == nil)
    }

    @Test func aFileThatBecameALinkIsNotRead() throws {
        try directory.write("a.roa", "a")
        let file = try #require(try copy().files().first)
        try FileManager.default.removeItem(atPath: directory.path + "/a.roa")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/a.roa",
            withDestinationPath: "/etc/passwd"
        )
        #expect(copy().read(file, maximumSize: 1_000_000) == nil)
    }

    @Test func rewritingChangesTheStampEvenWithTheOldTimes() throws {
        try directory.write("a.roa", "a")
        let path = directory.path + "/a.roa"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let before = try #require(try copy().files().first).stamp
        try directory.write("a.roa", "b")
        let modified = try #require(attributes[.modificationDate])
        try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: path)
        #expect(try copy().files().first?.stamp != before)
    }

    @Test func boundsHold() throws {
        for index in 0..<5 { try directory.write("\(index).roa", "12345") }
        #expect(try copy(files: 5, octets: 25).files().count == 5)
        #expect(throws: WorkingCopy.Failure.tooManyFiles) { try copy(files: 4).files() }
        #expect(throws: WorkingCopy.Failure.tooManyOctets) { try copy(octets: 24).files() }
        #expect(!copy(octets: 25).exceedsLimits())
        #expect(copy(octets: 24).exceedsLimits())
        #expect(copy(files: 4).exceedsLimits())
        try directory.write(".hidden/.x", "1")
        #expect(copy(octets: 25).exceedsLimits())
        #expect(!copy(octets: 26).exceedsLimits())
        try directory.write(String(repeating: "d/", count: 40) + "x.roa", "x")
        #expect(throws: WorkingCopy.Failure.tooDeep) { try copy().files() }
    }

    @Test func unusedCopiesAreRemovedOnceTheyAreOld() throws {
        let storage = WorkingCopyStorage(directory: directory.path)
        for uri in ["used", "unused"] {
            for file in [storage.path(of: uri) + "/a.roa", storage.indexPath(of: uri)] {
                try directory.write(String(file.dropFirst(directory.path.count + 1)), "x")
            }
        }
        let now = Int64(Date().timeIntervalSince1970)
        #expect(storage.removeAll(but: ["used"], changedBefore: now - 60) == 0)
        #expect(storage.removeAll(but: ["used"], changedBefore: now + 60) == 2)
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path + "/rsync")
        #expect(
            Set(left.map { "\(directory.path)/rsync/\($0)" }) == [
                storage.path(of: "used"), storage.indexPath(of: "used"),
            ]
        )
    }

    @Test func theIndexSurvivesAndDamageEmptiesIt() throws {
        let path = directory.path + "/index"
        var index = WorkingCopyIndex()
        for number in 0..<100 {
            index.entries["dir/file \(number).roa"] = .init(
                hash: SHA256Digest(hashing: [UInt8(number)]),
                stamp: .init(size: Int64(number), modified: -5, changed: .max, inode: .max)
            )
        }
        try index.write(to: path)
        #expect(WorkingCopyIndex(path: path) == index)
        var data = try #require(FileManager.default.contents(atPath: path))
        data[data.count / 2] ^= 1
        try data.write(to: URL(fileURLWithPath: path))
        #expect(WorkingCopyIndex(path: path).entries.isEmpty)
        #expect(WorkingCopyIndex(path: directory.path + "/none").entries.isEmpty)
    }
}

@Suite struct HTTPHeadReaderTests {
    private func read(_ lines: [String]) -> HTTPHeadReader.Outcome {
        var reader = HTTPHeadReader()
        var outcome = HTTPHeadReader.Outcome.more
        for line in lines where outcome == .more { outcome = reader.take((line + "\r\n").utf8) }
        return outcome
    }

    @Test func informationalAnswersPrecedeTheReal() {
        let lines = [
            "HTTP/1.1 103 Early Hints", "ETag: no", "", "HTTP/2 200", "ETag: \"x\" ", "Last-Modified:y", "broken", "",
        ]
        #expect(read(lines) == .complete(HTTPHead(status: 200, fields: ["etag": "\"x\"", "last-modified": "y"])))
    }

    @Test(arguments: ["gzip", "GZIP", "identity", "x-gzip"]) func oneCompressionIsAllowed(_ coding: String) {
        #expect(read(["HTTP/1.1 200 OK", "Content-Encoding: \(coding)", ""]) != .more)
        if case .refused = read(["HTTP/1.1 200 OK", "Content-Encoding: \(coding)", ""]) { Issue.record("refused") }
    }

    @Test(arguments: [
        ["Content-Encoding: gzip, gzip"], ["Content-Encoding: br"],
        ["Content-Encoding: gzip", "Content-Encoding: gzip"],
    ])
    func othersAreRefused(_ fields: [String]) {
        guard case .refused = read(["HTTP/1.1 200 OK"] + fields + [""]) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func endlessHeadersAreRefused() {
        let fields = (0..<10_000).map { "X-\($0): \(String(repeating: "a", count: 100))" }
        guard case .refused = read(["HTTP/1.1 200 OK"] + fields) else {
            Issue.record("not refused")
            return
        }
    }
}

import DER
import Daemon
import Testing

@Suite struct ConfigurationFileTests {
    private func parse(_ text: String) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration(stateDirectory: "/state")
        try ConfigurationFile.apply(text: text, name: "apus.conf", to: &configuration)
        return configuration
    }

    @Test func everySettingSurvivesBeingPrintedAndRead() throws {
        var configuration = Configuration(stateDirectory: "/var/lib/\"odd\"\\\n")
        configuration.talFiles = ["a.tal", "b.tal"]
        configuration.extraTALsDirectory = "/etc/tals"
        configuration.usesRIRTrustAnchors = false
        configuration.isRRDPDisabled = true
        configuration.isRsyncDisabled = true
        configuration.rsyncCommand = "/usr/bin/rsync"
        configuration.rrdpRootCertificates = ["ca.pem"]
        configuration.rrdpTimeout = 61
        configuration.rsyncTimeout = 62
        configuration.rrdpFallback = .never
        configuration.maxObjectSize = 5_000
        configuration.allowsDubiousHosts = true
        configuration.isStrict = true
        configuration.stale = .warn
        configuration.unsafeVRPs = .reject
        configuration.isASPADisabled = true
        configuration.isBGPsecEnabled = true
        configuration.maxCADepth = 12
        configuration.validationThreads = 3
        configuration.evaluationTime = PosixTime(1_699_394_720)
        configuration.rtrListeners = ["127.0.0.1:3323", "[::1]:3323"]
        configuration.payloadFile = "vrps.json"
        configuration.refresh = 60
        configuration.rtrRefresh = 1800
        configuration.rtrRetry = 300
        configuration.rtrExpire = 3600
        configuration.history = 5
        configuration.retention = 7
        configuration.verbosity = -1
        configuration.logFormat = .json
        #expect(try parse(ConfigurationFile.render(configuration)) == configuration)
    }

    @Test(arguments: [
        (
            "rtr-refesh = 60", ConfigurationError.Code.unknownKey,
            "apus.conf: unknown key rtr-refesh; the nearest is rtr-refresh"
        ),
        ("refresh = 59", .badValue, "apus.conf: refresh must be 60 to 86400, not 59"),
        ("refresh = \"60\"", .wrongType, "apus.conf: refresh wants a number"),
        ("strict = 1", .wrongType, "apus.conf: strict wants true or false"),
        ("unsafe-vrps = \"drop\"", .badValue, "apus.conf: unsafe-vrps must be one of accept, warn, reject"),
        ("disable-aspa = \"yes\"", .wrongType, "apus.conf: disable-aspa wants true or false"),
        ("rrdp-fallback = \"soon\"", .badValue, "apus.conf: rrdp-fallback must be one of never, stale, new"),
        (
            "at = \"yesterday\"", .badValue,
            "apus.conf: at wants a time such as 2026-01-31T12:00:00Z or POSIX seconds, not yesterday"
        ),
        ("tal-file = [1, 2]", .wrongType, "apus.conf: tal-file has a value of a type that no setting has"),
        ("rsync-command = \"\"", .badValue, "apus.conf: rsync-command must not be empty"),
    ])
    func mistakesAreSaidInOneLine(text: String, code: ConfigurationError.Code, message: String) {
        #expect(throws: ConfigurationError(code, message)) { try parse(text) }
    }

    @Test func aSyntaxErrorNamesLineAndColumn() {
        #expect {
            try parse("refresh = 60\nrtr = [\n")
        } throws: { error in
            guard let error = error as? ConfigurationError else { return false }
            return error.code == .malformedFile && error.description.hasPrefix("apus.conf: line ")
        }
    }

    /// Most of these end the program in the TOML parser when they get there.
    @Test(arguments: [
        ("[", 1, "a table"), ("x = 1\n[=]", 2, "a table"), ("x = 1\r\n  [ .a]", 2, "a table"),
        ("\u{FEFF}[#", 1, "a table"), ("\n\u{A0}[[\n]]", 2, "a table"), ("[table]", 1, "a table"),
        ("x = {}", 1, "a table"), ("x = [\"a\",\n}", 2, "a table"), ("x = [ [", 1, "a list in a list"),
        ("x = [\n[]", 2, "a list in a list"), ("x = \"\"\"a\"\"\"", 1, "a string over"),
        ("x = '''", 1, "a string over"),
        ("x = \"a\\\"", 1, "a string without an end"), ("x = 'a", 1, "a string without an end"),
    ])
    func whatNoSettingHasIsRefusedWithItsLine(text: String, line: Int, detail: String) {
        #expect {
            try parse(text)
        } throws: { error in
            guard let error = error as? ConfigurationError else { return false }
            return error.code == .malformedFile
                && error.description.hasPrefix("apus.conf: line \(line): \(detail)")
        }
    }

    @Test func bracketsAndBracesInStringsAndCommentsAreText() throws {
        let text = "rsync-command = \"[{\\\"#'\" # [{\"\n# {\npayload-file = '}]\\'"
        let configuration = try parse(text)
        #expect(configuration.rsyncCommand == "[{\"#'")
        #expect(configuration.payloadFile == "}]\\")
    }

    @Test func aListMayStandOnSeveralLines() throws {
        #expect(try parse("tal-file = [\n\"a\",\n\"b\"\n]").talFiles == ["a", "b"])
    }

    @Test func aMissingFileIsNamed() {
        var configuration = Configuration(stateDirectory: "/state")
        #expect(
            throws: ConfigurationError(.unreadableFile, "cannot read configuration file /nonexistent/apus.conf")
        ) {
            try ConfigurationFile.apply(path: "/nonexistent/apus.conf", to: &configuration)
        }
    }
}

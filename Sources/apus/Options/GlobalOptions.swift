import ArgumentParser
import DER
import Daemon
import Foundation

/// The options that every command which reads or fills a store shares.
struct GlobalOptions: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "Read this TOML configuration file.")
    var config: String?

    @Option(
        name: [.short, .customLong("repository-dir")],
        help: "The state directory. (default: /var/lib/apus for root, else $XDG_STATE_HOME/apus)"
    )
    var repositoryDir: String?

    @Option(name: .customLong("tal-file"), help: "Add the trust anchor of this TAL file. (repeatable)")
    var talFiles: [String] = []

    @Option(help: "Add the trust anchors of all TAL files in this directory.")
    var extraTalsDir: String?

    @Flag(help: "Leave out the five RIR trust anchors.")
    var noRirTals = false

    @Flag(help: "Never fetch by RRDP.")
    var disableRrdp = false

    @Flag(help: "Never fetch by rsync.")
    var disableRsync = false

    @Option(help: "The rsync program. (default: rsync)")
    var rsyncCommand: String?

    @Option(name: .customLong("rrdp-root-cert"), help: "Trust this PEM file's TLS roots too. (repeatable)")
    var rrdpRootCerts: [String] = []

    @Option(help: "Seconds that one RRDP file may take. (default: 600)")
    var rrdpTimeout: Int?

    @Option(help: "Seconds that one run of rsync may take. (default: 300)")
    var rsyncTimeout: Int?

    @Option(help: "When RRDP fails, fall back to rsync: never, stale or new. (default: stale)")
    var rrdpFallback: String?

    @Option(help: "Bytes of the largest object. (default: 20000000)")
    var maxObjectSize: Int?

    @Option(help: "Bytes of all objects of one repository. (default: 2000000000)")
    var maxRepositorySize: Int?

    @Option(help: "Number of all objects of one repository. (default: 1000000)")
    var maxRepositoryObjects: Int?

    @Option(help: "Seconds that one repository may take, RRDP and rsync together. (default: 900)")
    var repositoryTimeout: Int?

    @Option(name: .customLong("max-ca-depth"), help: "Certificates between a trust anchor and an object. (default: 32)")
    var maxCADepth: Int?

    @Flag(help: "Fetch from localhost, IP literals, unusual ports and local addresses too.")
    var allowDubiousHosts = false

    @Option(name: .customLong("allow-host"), help: "Allow this host whatever its addresses and ports. (repeatable)")
    var allowHosts: [String] = []

    @Option(name: .customLong("deny-host"), help: "Never fetch from this host or below it. (repeatable)")
    var denyHosts: [String] = []

    @Option(name: .customLong("only-host"), help: "Fetch from no host but this and those below it. (repeatable)")
    var onlyHosts: [String] = []

    @Option(name: .customLong("bind-address"), help: "Fetch from this address of ours. (once for IPv4 and for IPv6)")
    var bindAddresses: [String] = []

    @Option(help: "Fetch by RRDP through this proxy. (default: what https_proxy says)")
    var rrdpProxy: String?

    @Flag(help: "Apply today's RFCs to the letter, without tolerances.")
    var strict = false

    @Option(help: "Manifests and CRLs past their next update: reject, warn or accept. (default: reject)")
    var stale: String?

    @Option(help: "VRPs for addresses of a CA without usable manifest: accept, warn or reject. (default: accept)")
    var unsafeVrps: String?

    @Flag(help: "Leave ASPAs out.")
    var disableAspa = false

    @Flag(help: "Include the keys of BGPsec routers.")
    var enableBgpsec = false

    @Option(help: "Threads that validate. (default: 0, one for each processor)")
    var validationThreads: Int?

    @Option(help: "Evaluate at this time: RFC 3339 (2026-01-31T12:00:00Z) or POSIX seconds.")
    var at: String?

    @Flag(name: .shortAndLong, help: "Say more. (repeatable)")
    var verbose: Int

    @Flag(name: .shortAndLong, help: "Say less. (repeatable)")
    var quiet: Int

    @Option(help: "Log as text or json. (default: text)")
    var logFormat: String?

    /// Defaults, then the configuration file, then this command line and `overrides`.
    func configuration(overrides: [(String, SettingValue?)] = []) throws -> Configuration {
        var result = Configuration(stateDirectory: DefaultPaths.stateDirectory)
        let file = config ?? DefaultPaths.configurationFile
        do {
            if let file { try ConfigurationFile.apply(path: file, to: &result) }
        } catch {
            throw Failure(error.description)
        }
        do {
            for case (let name, let value?) in settings + overrides {
                try Setting.named(name)?.write(&result, value)
            }
        } catch {
            throw ValidationError("--\(error)")
        }
        return result
    }

    private var settings: [(String, SettingValue?)] {
        [
            ("repository-dir", .init(repositoryDir)),
            ("tal-file", .init(talFiles)),
            ("extra-tals-dir", .init(extraTalsDir)),
            ("no-rir-tals", .init(noRirTals)),
            ("disable-rrdp", .init(disableRrdp)),
            ("disable-rsync", .init(disableRsync)),
            ("rsync-command", .init(rsyncCommand)),
            ("rrdp-root-cert", .init(rrdpRootCerts)),
            ("rrdp-timeout", .init(rrdpTimeout)),
            ("rsync-timeout", .init(rsyncTimeout)),
            ("rrdp-fallback", .init(rrdpFallback)),
            ("max-object-size", .init(maxObjectSize)),
            ("max-ca-depth", .init(maxCADepth)),
            ("max-repository-size", .init(maxRepositorySize)),
            ("max-repository-objects", .init(maxRepositoryObjects)),
            ("repository-timeout", .init(repositoryTimeout)),
            ("allow-dubious-hosts", .init(allowDubiousHosts)),
            ("allow-host", .init(allowHosts)),
            ("deny-host", .init(denyHosts)),
            ("only-host", .init(onlyHosts)),
            ("bind-address", .init(bindAddresses)),
            ("rrdp-proxy", .init(rrdpProxy)),
            ("strict", .init(strict)),
            ("stale", .init(stale)),
            ("unsafe-vrps", .init(unsafeVrps)),
            ("disable-aspa", .init(disableAspa)),
            ("enable-bgpsec", .init(enableBgpsec)),
            ("validation-threads", .init(validationThreads)),
            ("at", .init(at)),
            ("verbosity", verbose == quiet ? nil : .integer(max(-2, min(2, verbose - quiet)))),
            ("log-format", .init(logFormat)),
        ]
    }

    private static let flags: Set<String> = [
        "--no-rir-tals", "--disable-rrdp", "--disable-rsync", "--allow-dubious-hosts", "--strict", "--disable-aspa",
        "--enable-bgpsec", "--verbose", "--quiet", "-v", "-q", "-vv", "-qq",
    ]

    /// Lets `apus -r DIR vrps` mean `apus vrps -r DIR`: options before the command's name move behind it.
    static func moved(behindCommandIn arguments: [String]) -> [String] {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            let option = arguments[index]
            guard option != "-h", option != "--help", option != "--version", option != "--" else { return arguments }
            index += flags.contains(option) || option.contains("=") ? 1 : 2
        }
        guard index > 0, index < arguments.count else { return arguments }
        return [arguments[index]] + arguments[..<index] + arguments[(index + 1)...]
    }
}

extension SettingValue {
    /// nil (not given) becomes no value.
    init?(_ text: String?) {
        guard let text else { return nil }
        self = .text(text)
    }

    init?(_ number: Int?) {
        guard let number else { return nil }
        self = .integer(number)
    }

    init?(_ list: [String]) {
        guard !list.isEmpty else { return nil }
        self = .list(list)
    }

    /// A flag that is not given says nothing.
    init?(_ flag: Bool) {
        guard flag else { return nil }
        self = .flag(true)
    }
}

import DER

/// The value of a setting as a configuration file or a command line states it.
package enum SettingValue: Sendable, Equatable {
    case flag(Bool)
    case integer(Int)
    case text(String)
    case list([String])
}

/// One name that the configuration file and the command line share, and the place in ``Configuration`` it sets.
package struct Setting: Sendable {
    /// The long option's name, which is the key in the file.
    package let name: String
    /// The value in force; nil when there is none.
    package let read: @Sendable (Configuration) -> SettingValue?
    /// Sets it; throws `wrongType` or `badValue`.
    package let write: @Sendable (inout Configuration, SettingValue) throws(ConfigurationError) -> Void
}

extension Setting {
    /// Every setting, in the order in which `apus config` prints them.
    package static let all: [Setting] = [
        .text("repository-dir", \.stateDirectory),
        .list("tal-file", \.talFiles),
        .optionalText("extra-tals-dir", \.extraTALsDirectory),
        .inverted("no-rir-tals", \.usesRIRTrustAnchors),
        .flag("disable-rrdp", \.isRRDPDisabled),
        .flag("disable-rsync", \.isRsyncDisabled),
        .text("rsync-command", \.rsyncCommand),
        .list("rrdp-root-cert", \.rrdpRootCertificates),
        .integer("rrdp-timeout", \.rrdpTimeout, 1...86_400),
        .integer("rsync-timeout", \.rsyncTimeout, 1...86_400),
        .choice("rrdp-fallback", \.rrdpFallback),
        .integer("max-object-size", \.maxObjectSize, 1_000...1_000_000_000),
        .integer("max-repository-size", \.maxRepositorySize, 1_000_000...1_000_000_000_000),
        .integer("max-repository-objects", \.maxRepositoryObjects, 1_000...100_000_000),
        .integer("repository-timeout", \.repositoryTimeout, 1...86_400),
        .flag("allow-dubious-hosts", \.allowsDubiousHosts),
        .list("allow-host", \.allowedHosts),
        .list("deny-host", \.deniedHosts),
        .list("only-host", \.onlyHosts),
        .list("bind-address", \.sourceAddresses),
        .optionalText("rrdp-proxy", \.rrdpProxy),
        .flag("strict", \.isStrict),
        .choice("stale", \.stale),
        .choice("unsafe-vrps", \.unsafeVRPs),
        .flag("disable-aspa", \.isASPADisabled),
        .flag("enable-bgpsec", \.isBGPsecEnabled),
        .integer("max-ca-depth", \.maxCADepth, 1...64),
        .integer("validation-threads", \.validationThreads, 0...1024),
        .instant("at", \.evaluationTime),
        .list("rtr", \.rtrListeners),
        .optionalText("payload-file", \.payloadFile),
        .integer("refresh", \.refresh, 60...86_400),
        .integer("rtr-refresh", \.rtrRefresh, 1...86_400),
        .integer("rtr-retry", \.rtrRetry, 1...7_200),
        .integer("rtr-expire", \.rtrExpire, 600...172_800),
        .integer("history", \.history, 0...100_000),
        .integer("retention", \.retention, 1...36_500),
        .integer("verbosity", \.verbosity, -2...2),
        .choice("log-format", \.logFormat),
    ]

    /// The setting of that name; nil when there is none.
    package static func named(_ name: String) -> Setting? {
        all.first { $0.name == name }
    }

    /// The existing name that a mistyped one most resembles.
    package static func nearest(to name: String) -> String? {
        Spelling.nearest(to: name, among: all.map(\.name))
    }

    private typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    private static func wrongType(_ name: String, _ expected: String) -> ConfigurationError {
        ConfigurationError(.wrongType, "\(name) wants \(expected)")
    }

    private static func flag(_ name: String, _ path: Path<Bool>) -> Setting {
        Setting(
            name: name,
            read: { .flag($0[keyPath: path]) },
            write: { configuration, value throws(ConfigurationError) in
                guard case .flag(let flag) = value else { throw wrongType(name, "true or false") }
                configuration[keyPath: path] = flag
            }
        )
    }

    private static func inverted(_ name: String, _ path: Path<Bool>) -> Setting {
        Setting(
            name: name,
            read: { .flag(!$0[keyPath: path]) },
            write: { configuration, value throws(ConfigurationError) in
                guard case .flag(let flag) = value else { throw wrongType(name, "true or false") }
                configuration[keyPath: path] = !flag
            }
        )
    }

    private static func integer(_ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>) -> Setting {
        Setting(
            name: name,
            read: { .integer($0[keyPath: path]) },
            write: { configuration, value throws(ConfigurationError) in
                guard case .integer(let number) = value else { throw wrongType(name, "a number") }
                guard range.contains(number) else {
                    throw ConfigurationError(
                        .badValue,
                        "\(name) must be \(range.lowerBound) to \(range.upperBound), not \(number)"
                    )
                }
                configuration[keyPath: path] = number
            }
        )
    }

    private static func text(_ name: String, _ path: Path<String>) -> Setting {
        Setting(
            name: name,
            read: { .text($0[keyPath: path]) },
            write: { configuration, value throws(ConfigurationError) in
                guard case .text(let text) = value else { throw wrongType(name, "a text") }
                guard !text.isEmpty else { throw ConfigurationError(.badValue, "\(name) must not be empty") }
                configuration[keyPath: path] = text
            }
        )
    }

    private static func optionalText(_ name: String, _ path: Path<String?>) -> Setting {
        Setting(
            name: name,
            read: { $0[keyPath: path].map { .text($0) } },
            write: { configuration, value throws(ConfigurationError) in
                guard case .text(let text) = value else { throw wrongType(name, "a text") }
                guard !text.isEmpty else { throw ConfigurationError(.badValue, "\(name) must not be empty") }
                configuration[keyPath: path] = text
            }
        )
    }

    private static func list(_ name: String, _ path: Path<[String]>) -> Setting {
        Setting(
            name: name,
            read: { .list($0[keyPath: path]) },
            write: { configuration, value throws(ConfigurationError) in
                switch value {
                case .list(let list): configuration[keyPath: path] = list
                case .text(let text): configuration[keyPath: path] = [text]
                default: throw wrongType(name, "a list of texts")
                }
            }
        )
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String,
        _ path: Path<Choice>
    ) -> Setting {
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(
            name: name,
            read: { .text($0[keyPath: path].rawValue) },
            write: { configuration, value throws(ConfigurationError) in
                guard case .text(let text) = value, let choice = Choice(rawValue: text) else {
                    throw ConfigurationError(.badValue, "\(name) must be one of \(choices)")
                }
                configuration[keyPath: path] = choice
            }
        )
    }

    private static func instant(_ name: String, _ path: Path<PosixTime?>) -> Setting {
        Setting(
            name: name,
            read: { $0[keyPath: path].map { .text($0.description) } },
            write: { configuration, value throws(ConfigurationError) in
                let text: String =
                    switch value {
                    case .text(let text): text
                    case .integer(let seconds): String(seconds)
                    default: throw wrongType(name, "a time")
                    }
                guard let instant = PosixTime(parsing: text) else {
                    throw ConfigurationError(
                        .badValue,
                        "\(name) wants a time such as 2026-01-31T12:00:00Z or POSIX seconds, not \(text)"
                    )
                }
                configuration[keyPath: path] = instant
            }
        )
    }
}

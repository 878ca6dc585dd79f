import ArgumentParser

/// What `vrps` prints of the validated cache.
enum CacheFormat: Equatable, ExpressibleByArgument {
    case payloads(PayloadFormat)
    /// The canonical cache representation of all of it (draft-ietf-sidrops-rpki-ccr).
    case ccr

    init?(argument: String) {
        if argument == "ccr" {
            self = .ccr
        } else if let format = PayloadFormat(argument: argument) {
            self = .payloads(format)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .payloads(let format): format.rawValue
        case .ccr: "ccr"
        }
    }

    static var allValueStrings: [String] { PayloadFormat.allCases.map(\.rawValue) + ["ccr"] }
}

package import NumberResources
package import Payloads

/// One protocol data unit, without the version: that belongs to the session.
package enum PDU: Hashable, Sendable {
    case serialNotify(session: UInt16, serial: UInt32)
    case serialQuery(session: UInt16, serial: UInt32)
    case resetQuery
    case cacheResponse(session: UInt16)
    /// An IPv4 or IPv6 Prefix PDU.
    case prefix(VRP, announced: Bool)
    /// `timers` is nil in version 0 and when a cache sent values out of range.
    case endOfData(session: UInt16, serial: UInt32, timers: SynchronisationTimers?)
    case cacheReset
    case routerKey(RouterKey, announced: Bool)
    case errorReport(ErrorReport)
    case aspaAnnouncement(ASPA)
    case aspaWithdrawal(customer: ASN)

    package var type: PDUType {
        switch self {
        case .serialNotify: .serialNotify
        case .serialQuery: .serialQuery
        case .resetQuery: .resetQuery
        case .cacheResponse: .cacheResponse
        case .prefix(let vrp, _): vrp.prefix.family == .ipv4 ? .ipv4Prefix : .ipv6Prefix
        case .endOfData: .endOfData
        case .cacheReset: .cacheReset
        case .routerKey: .routerKey
        case .errorReport: .errorReport
        case .aspaAnnouncement, .aspaWithdrawal: .aspa
        }
    }
}

/// What an Error Report PDU says (RFC 8210 section 5.11).
package struct ErrorReport: Hashable, Sendable {
    /// The most octets of an offending PDU that we send back.
    package static let maximumEncapsulated = 128
    /// The most octets of text that we send, and that we keep of what we receive.
    package static let maximumText = 256

    /// The code as received: a peer may use one that we do not know.
    package let rawCode: UInt16
    /// The offending PDU or its beginning; empty when the error concerns none.
    package let encapsulated: [UInt8]
    package let text: String

    package var code: ErrorCode? { ErrorCode(rawValue: rawCode) }

    /// Keeps the first ``maximumEncapsulated`` octets of `encapsulated` and ``maximumText`` octets of `text`.
    package init(rawCode: UInt16, encapsulated: some Collection<UInt8>, text: String) {
        self.rawCode = rawCode
        self.encapsulated = Array(encapsulated.prefix(Self.maximumEncapsulated))
        // Characters that would spoil a log line are left out.
        let printable = text.unicodeScalars.lazy.filter { !$0.properties.generalCategory.isControl }
        var kept = String.UnicodeScalarView()
        var octets = 0
        for scalar in printable {
            octets += UTF8.width(scalar)
            guard octets <= Self.maximumText else { break }
            kept.append(scalar)
        }
        self.text = String(kept)
    }

    package init(_ code: ErrorCode, encapsulated: some Collection<UInt8> = [], text: String) {
        self.init(rawCode: code.rawValue, encapsulated: encapsulated, text: text)
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}

extension ErrorReport: CustomStringConvertible {
    /// `Corrupt Data (0): text`
    package var description: String {
        let name = code?.description ?? "Unknown"
        return text.isEmpty ? "\(name) (\(rawCode))" : "\(name) (\(rawCode)): \(text)"
    }
}

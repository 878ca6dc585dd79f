import RPKICrypto

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The elements of RRDP documents.
enum RRDPElement: String, CaseIterable {
    case notification, snapshot, delta, publish, withdraw

    /// The namespace of RFC 8182 section 3.5 with the separator that expat puts behind it.
    private static let prefix = "http://www.ripe.net/rpki/rrdp "

    /// The element that expat names with its namespace.
    init(expatName name: UnsafePointer<CChar>) throws(RRDPError) {
        guard strncmp(name, Self.prefix, Self.prefix.utf8.count) == 0 else {
            throw RRDPError(.wrongNamespace, "<\(String(cString: name).suffix(80))> is not in the RRDP namespace")
        }
        let local = name + Self.prefix.utf8.count
        guard let element = Self.allCases.first(where: { strcmp(local, $0.rawValue) == 0 }) else {
            throw RRDPError(.unexpectedElement, "<\(String(cString: local).prefix(80))> is not known")
        }
        self = element
    }
}

/// The attributes of RRDP elements.
enum RRDPAttribute: String, CaseIterable {
    case version
    case session = "session_id"
    case serial, uri, hash
}

/// The attributes of one element, each read by its own rule.
struct AttributeValues {
    private var values: [RRDPAttribute: String] = [:]

    /// Takes the attributes of an element that may have `allowed` ones only.
    init(_ attributes: XMLAttributes, allowed: Set<RRDPAttribute>, _ limits: RRDPParser.Limits) throws(RRDPError) {
        for (name, value) in attributes {
            guard let attribute = RRDPAttribute.allCases.first(where: { strcmp(name, $0.rawValue) == 0 }),
                allowed.contains(attribute)
            else {
                throw RRDPError(.unexpectedAttribute, "\(String(cString: name).prefix(80)) is not expected here")
            }
            guard strlen(value) <= limits.uriLength else {
                throw RRDPError(.tooLarge, "\(attribute.rawValue) of more than \(limits.uriLength) characters")
            }
            values[attribute] = String(cString: value)
        }
    }

    private func required(_ attribute: RRDPAttribute) throws(RRDPError) -> String {
        guard let value = values[attribute] else { throw RRDPError(.missingAttribute, "no \(attribute.rawValue)") }
        return value
    }

    /// RFC 8182 section 3.5: the version is 1.
    func checkVersion() throws(RRDPError) {
        let version = try required(.version)
        guard version == "1" else { throw RRDPError(.wrongVersion, "version \(version.prefix(20))") }
    }

    /// A UUID in lower case.
    func session() throws(RRDPError) -> String {
        let text = try required(.session)
        let groups = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
        guard groups.map(\.count) == [8, 4, 4, 4, 12],
            groups.allSatisfy({ $0.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit } })
        else { throw RRDPError(.badSession, "\(text.prefix(80)) is not a UUID") }
        return text.lowercased()
    }

    /// A positive integer; the RFC sets no bound, we take 2^63.
    func serial() throws(RRDPError) -> UInt64 {
        let text = try required(.serial)
        guard !text.isEmpty, text.utf8.count <= 19, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let serial = UInt64(text), serial >= 1, serial <= UInt64(Int64.max)
        else { throw RRDPError(.badSerial, "\(text.prefix(80)) is not a serial") }
        return serial
    }

    func uri() throws(RRDPError) -> String {
        try required(.uri)
    }

    func hash() throws(RRDPError) -> SHA256Digest {
        let text = try required(.hash)
        guard let hash = SHA256Digest(hex: text) else {
            throw RRDPError(.badHash, "\(text.prefix(80)) is not a SHA-256 hash")
        }
        return hash
    }

    func optionalHash() throws(RRDPError) -> SHA256Digest? {
        values[.hash] == nil ? nil : try hash()
    }
}

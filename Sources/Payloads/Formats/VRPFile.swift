import Foundation
import NumberResources

/// Why a payload file cannot be used.
package struct VRPFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where: the line, counted from 1; nil when the file could not be read at all.
    package let line: Int?
    /// The entry at fault, as `roas[3]`; nil outside of entries.
    package let entry: String?
    package let detail: String

    /// `line 17: roas[3]: prefix "192.0.2.1/24" ...`
    package var description: String {
        [line.map { "line \($0)" }, entry, detail].compactMap { $0 }.joined(separator: ": ")
    }
}

/// Reads payloads as the validators write them: the JSON of Routinator (`"asn": "AS65000"`, `routerKeys`,
/// `aspas` with `customer`) and of rpki-client and StayRTR (`"asn": 65000`, `bgpsec_keys`, `aspas` with
/// `customer_asid`). What they say beyond the payloads is passed over; a payload that cannot be is an error.
package enum VRPFile {
    /// Reads the file at `path` piece by piece.
    package static func read(path: String) throws(VRPFileError) -> PayloadListing {
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw VRPFileError(line: nil, entry: nil, detail: reason(of: error))
        }
        defer { try? file.close() }
        return try decode { try file.read(upToCount: 1 << 18).map { [UInt8]($0) } ?? [] }
    }

    /// Reads a whole document in memory.
    package static func decode(_ bytes: [UInt8]) throws(VRPFileError) -> PayloadListing {
        var rest = bytes[...]
        return try decode {
            defer { rest = [] }
            return [UInt8](rest)
        }
    }

    private static func decode(_ refill: @escaping () throws -> [UInt8]) throws(VRPFileError) -> PayloadListing {
        var reader = JSONReader(refill: refill)
        var decoder = VRPFileDecoder()
        do {
            try decoder.readDocument(&reader)
        } catch let failure as JSONReader.Failure {
            throw VRPFileError(line: failure.line, entry: decoder.entry, detail: failure.detail)
        } catch {
            throw VRPFileError(line: nil, entry: nil, detail: reason(of: error))
        }
        return decoder.listing
    }

    private static func reason(of error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}

/// The payload lists of one document.
private struct VRPFileDecoder {
    private var trustAnchors: [String] = []
    private var trustAnchorIndex: [String: UInt16] = [:]
    private var vrps: [TrustedVRP] = []
    private var routerKeys: [TrustedRouterKey] = []
    private var aspas: [TrustedASPA] = []
    private var hasROAs = false

    private var list: String?
    private var index = 0

    /// The entry that is being read.
    var entry: String? { list.map { "\($0)[\(index)]" } }

    var listing: PayloadListing {
        PayloadListing(trustAnchors: trustAnchors, vrps: vrps, routerKeys: routerKeys, aspas: aspas)
    }

    mutating func readDocument(_ reader: inout JSONReader) throws {
        try reader.readObject { reader, name in
            switch name {
            case "roas":
                hasROAs = true
                try readList(name, &reader) { decoder, reader in try decoder.readROA(&reader) }
            case "routerKeys", "bgpsec_keys":
                try readList(name, &reader) { decoder, reader in try decoder.readRouterKey(&reader) }
            case "aspas":
                try readList(name, &reader) { decoder, reader in try decoder.readASPA(&reader) }
            default:
                try reader.skipValue()
            }
        }
        try reader.expectEnd()
        guard hasROAs else { throw reader.failure("no list \"roas\": this is not a file of validated payloads") }
    }

    private mutating func readList(
        _ name: String,
        _ reader: inout JSONReader,
        _ readEntry: (inout VRPFileDecoder, inout JSONReader) throws -> Void
    ) throws {
        try reader.readArray { reader, index in
            list = name
            self.index = index
            try readEntry(&self, &reader)
        }
        list = nil
    }

    // MARK: Entries

    private mutating func readROA(_ reader: inout JSONReader) throws {
        var asn: ASN?
        var prefix: IPPrefix?
        var maxLength: Int64?
        var trustAnchor = "N/A"
        try reader.readObject { reader, name in
            switch name {
            case "asn": asn = try Self.readASN(name, &reader)
            case "prefix":
                let text = try reader.readString()
                prefix = IPPrefix(parsing: text)
                if prefix == nil { throw reader.failure("\"\(text)\" is not a prefix with all host bits zero") }
            case "maxLength": maxLength = try reader.readInteger()
            case "ta": trustAnchor = try reader.readString()
            default: try reader.skipValue()
            }
        }
        guard let asn else { throw reader.failure("\"asn\" is missing") }
        guard let prefix else { throw reader.failure("\"prefix\" is missing") }
        let length = maxLength ?? Int64(prefix.length)
        guard let maxLength = UInt8(exactly: length), let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: asn)
        else { throw reader.failure("maximum length \(length) does not fit prefix \(prefix)") }
        vrps.append(TrustedVRP(vrp: vrp, trustAnchor: try anchor(trustAnchor, reader)))
    }

    private mutating func readRouterKey(_ reader: inout JSONReader) throws {
        var asn: ASN?
        var identifier: [UInt8]?
        var key: [UInt8]?
        var trustAnchor = "N/A"
        try reader.readObject { reader, name in
            switch name {
            case "asn": asn = try Self.readASN(name, &reader)
            case "SKI", "ski":
                identifier = Self.hexadecimal(try reader.readString())
                if identifier?.count != 20 { throw reader.failure("\"\(name)\" is not 40 hexadecimal digits") }
            case "routerPublicKey", "pubkey":
                key = Self.base64(try reader.readString())
                if key?.isEmpty ?? true { throw reader.failure("\"\(name)\" is not base64") }
            case "ta": trustAnchor = try reader.readString()
            default: try reader.skipValue()
            }
        }
        guard let asn else { throw reader.failure("\"asn\" is missing") }
        guard let identifier else { throw reader.failure("\"SKI\" is missing") }
        guard let key else { throw reader.failure("\"routerPublicKey\" is missing") }
        let routerKey = RouterKey(asn: asn, subjectKeyIdentifier: identifier, subjectPublicKeyInfo: key)
        routerKeys.append(TrustedRouterKey(routerKey: routerKey, trustAnchor: try anchor(trustAnchor, reader)))
    }

    private mutating func readASPA(_ reader: inout JSONReader) throws {
        var customer: ASN?
        var providers: [ASN] = []
        var trustAnchor = "N/A"
        try reader.readObject { reader, name in
            switch name {
            case "customer", "customer_asid": customer = try Self.readASN(name, &reader)
            case "providers":
                try reader.readArray { reader, _ in providers.append(try Self.readASN(name, &reader)) }
            case "ta": trustAnchor = try reader.readString()
            default: try reader.skipValue()
            }
        }
        guard let customer else { throw reader.failure("\"customer\" is missing") }
        guard let aspa = ASPA(customer: customer, providers: providers.sortedUnique()) else {
            throw reader.failure("\"providers\" is missing or empty")
        }
        aspas.append(TrustedASPA(aspa: aspa, trustAnchor: try anchor(trustAnchor, reader)))
    }

    // MARK: Fields

    /// The index of the trust anchor `name`. Entries without one share the name `N/A`.
    private mutating func anchor(_ name: String, _ reader: JSONReader) throws -> UInt16 {
        if let index = trustAnchorIndex[name] { return index }
        guard let index = UInt16(exactly: trustAnchors.count) else {
            throw reader.failure("more than 65536 trust anchors")
        }
        trustAnchorIndex[name] = index
        trustAnchors.append(name)
        return index
    }

    private static func readASN(_ name: String, _ reader: inout JSONReader) throws -> ASN {
        let text = try reader.readStringOrInteger()
        guard let asn = ASN(parsing: text) else { throw reader.failure("\"\(name)\": \"\(text)\" is not an AS number") }
        return asn
    }

    private static func hexadecimal(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap(hexadecimalValue)
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Base64 in the usual or the URL alphabet, with or without padding.
    private static func base64(_ text: String) -> [UInt8]? {
        var text = text.replacing("-", with: "+").replacing("_", with: "/")
        while !text.utf8.count.isMultiple(of: 4) { text += "=" }
        return Data(base64Encoded: text).map { [UInt8]($0) }
    }
}

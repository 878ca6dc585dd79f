import DER

/// The name of a file on a manifest (RFC 9286 section 4.2.2): letters, digits, hyphens and underscores, one period, three
/// lower-case letters. Nothing in it can mean a path.
struct ManifestFileName {
    let text: String
    /// Whether IANA registers the extension ("RPKI Repository Name Schemes").
    let hasRegisteredExtension: Bool
    let offset: Int

    static let maximumLength = 255

    init(from reader: inout DERReader) throws(Rejection) {
        let reason = RejectionReason.manifestFileName
        let octets = try reason.decoding { () throws(DERError) in try reader.readIA5String() }
        offset = octets.startIndex
        let base = octets.dropLast(4)
        let tail = octets.suffix(4)
        guard !base.isEmpty, octets.count <= Self.maximumLength, tail.first == 0x2E,
            tail.dropFirst().allSatisfy({ (0x61...0x7A).contains($0) }), ASCIISet.fileName.containsAll(base)
        else {
            throw Rejection(
                reason,
                "\"\(String(decoding: octets.prefix(64), as: UTF8.self).debugText)\"",
                at: offset
            )
        }
        text = String(decoding: octets, as: UTF8.self)
        hasRegisteredExtension = Self.isRegistered(tail)
    }

    private static func isRegistered(_ tail: ArraySlice<UInt8>) -> Bool {
        switch String(decoding: tail.dropFirst(), as: UTF8.self) {
        case "asa", "cer", "crl", "gbr", "mft", "roa", "sig", "spl", "tak": true
        default: false
        }
    }
}

extension String {
    /// The text with control characters escaped, safe to print.
    fileprivate var debugText: String {
        unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0) }.joined()
    }
}

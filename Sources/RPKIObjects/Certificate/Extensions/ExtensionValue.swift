import DER

/// A decoded extension: its value, whether it was marked critical, and where it stands.
struct ExtensionValue<Value: Hashable & Sendable>: Hashable, Sendable {
    let value: Value
    let isCritical: Bool
    let offset: Int
}

/// An extension that the profile does not know.
struct UnknownExtension: Hashable, Sendable {
    let identifier: OID
    let isCritical: Bool
    let offset: Int
}

/// One element of `extensions` before its value is read (RFC 5280 section 4.1).
struct RawExtension {
    let identifier: OID
    let isCritical: Bool
    /// The DER inside the OCTET STRING.
    let content: ArraySlice<UInt8>
    let offset: Int

    init(from reader: inout DERReader) throws(DERError) {
        offset = reader.offset
        (identifier, isCritical, content) = try reader.within { (fields: inout DERReader) throws(DERError) in
            (try fields.readObjectIdentifier(), try fields.readBooleanDefaultFalse(), try fields.readOctetString())
        }
    }

    /// Reads the value with `read`, which must use it up.
    func value<Value>(
        _ reason: RejectionReason,
        _ read: (inout DERReader) throws(DERError) -> Value
    ) throws(Rejection) -> ExtensionValue<Value> {
        let value = try reason.decoding { () throws(DERError) in
            var reader = DERReader(content)
            let value = try read(&reader)
            try reader.finish()
            return value
        }
        return ExtensionValue(value: value, isCritical: isCritical, offset: offset)
    }
}

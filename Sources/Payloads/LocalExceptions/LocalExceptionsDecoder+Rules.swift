import NumberResources

extension LocalExceptionsDecoder {
    /// RFC 8416 section 3.3.1.
    mutating func readPrefixFilter(
        _ reader: inout JSONReader
    ) throws -> (LocalExceptions.PrefixFilter, comment: String?) {
        var prefix: IPPrefix?
        var asn: ASN?
        var comment: String?
        try readMembers(&reader) { _, reader, name in
            switch name {
            case "prefix": prefix = try Self.readPrefix(&reader)
            case "asn": asn = try Self.readASN(&reader)
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        guard prefix != nil || asn != nil else {
            throw reader.failure("neither \"prefix\" nor \"asn\" is there (RFC 8416 section 3.3.1)")
        }
        return (LocalExceptions.PrefixFilter(prefix: prefix, asn: asn), comment)
    }

    /// RFC 8416 section 3.3.2.
    mutating func readRouterKeyFilter(
        _ reader: inout JSONReader
    ) throws -> (LocalExceptions.RouterKeyFilter, comment: String?) {
        var asn: ASN?
        var identifier: [UInt8]?
        var comment: String?
        try readMembers(&reader) { decoder, reader, name in
            switch name {
            case "asn": asn = try Self.readASN(&reader)
            case "SKI":
                let octets = try decoder.readBase64(&reader)
                if octets.count != 20 { try decoder.tolerate("no key identifier: not 20 octets", reader) }
                identifier = octets
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        guard asn != nil || identifier != nil else {
            throw reader.failure("neither \"asn\" nor \"SKI\" is there (RFC 8416 section 3.3.2)")
        }
        return (LocalExceptions.RouterKeyFilter(asn: asn, subjectKeyIdentifier: identifier), comment)
    }

    /// draft-ietf-sidrops-aspa-slurm-04 section 3.
    mutating func readASPAFilter(_ reader: inout JSONReader) throws -> (ASN, comment: String?) {
        var customer: ASN?
        var comment: String?
        try readMembers(&reader) { decoder, reader, name in
            switch name {
            case "customerAsn": customer = try Self.readASN(&reader)
            case "customerAsid" where customer == nil:
                try decoder.tolerate("a former name of \"customerAsn\"", reader)
                customer = try Self.readASN(&reader)
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        guard let customer else { throw reader.failure("\"customerAsn\" is missing") }
        return (customer, comment)
    }

    /// RFC 8416 section 3.4.1. nil for an assertion whose prefix or AS number is `null` or an empty string, as generators
    /// write them for want of a value: it adds nothing.
    mutating func readPrefixAssertion(_ reader: inout JSONReader) throws -> (VRP, comment: String?)? {
        let nothing = "no value: the entry is passed over (RFC 8416 section 3.4.1)"
        var isEmpty = false
        var prefix: IPPrefix?
        var asn: ASN?
        var maxLength: Int64?
        var comment: String?
        try readMembers(&reader, toleratesUnknown: true) { decoder, reader, name in
            switch name {
            case "prefix":
                let text = try reader.readNull() ? "" : try reader.readString()
                if text.isEmpty {
                    isEmpty = true
                    try decoder.tolerate(nothing, reader)
                } else {
                    prefix = try Self.prefix(text, reader)
                }
            case "asn":
                if try Self.readNothing(&reader) {
                    isEmpty = true
                    try decoder.tolerate(nothing, reader)
                } else {
                    asn = try Self.readASN(&reader)
                }
            case "maxPrefixLength": maxLength = try reader.readInteger()
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        if isEmpty { return nil }
        guard let prefix else { throw reader.failure("\"prefix\" is missing (RFC 8416 section 3.4.1)") }
        guard let asn else { throw reader.failure("\"asn\" is missing (RFC 8416 section 3.4.1)") }
        let length = maxLength ?? Int64(prefix.length)
        guard let maxLength = UInt8(exactly: length), let vrp = VRP(prefix: prefix, maxLength: maxLength, asn: asn)
        else { throw reader.failure("\"maxPrefixLength\" \(length) does not fit \(prefix) (RFC 8416 section 3.4.1)") }
        return (vrp, comment)
    }

    /// RFC 8416 section 3.4.2.
    mutating func readRouterKeyAssertion(_ reader: inout JSONReader) throws -> (RouterKey, comment: String?) {
        var asn: ASN?
        var identifier: [UInt8]?
        var key: [UInt8]?
        var comment: String?
        try readMembers(&reader, toleratesUnknown: true) { decoder, reader, name in
            switch name {
            case "asn": asn = try Self.readASN(&reader)
            case "SKI":
                let octets = try decoder.readBase64(&reader)
                // It is sent to routers, where it has 20 octets (RFC 8210 section 5.10).
                guard octets.count == 20 else { throw reader.failure("no key identifier: not 20 octets") }
                identifier = octets
            case "routerPublicKey":
                let octets = try decoder.readBase64(&reader)
                if !Self.isRouterKey(octets) {
                    try decoder.tolerate("no SubjectPublicKeyInfo of a P-256 key (RFC 8608 section 3.1)", reader)
                }
                key = octets
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        guard let asn else { throw reader.failure("\"asn\" is missing (RFC 8416 section 3.4.2)") }
        guard let identifier else { throw reader.failure("\"SKI\" is missing (RFC 8416 section 3.4.2)") }
        guard let key else { throw reader.failure("\"routerPublicKey\" is missing (RFC 8416 section 3.4.2)") }
        return (RouterKey(asn: asn, subjectKeyIdentifier: identifier, subjectPublicKeyInfo: key), comment)
    }

    /// draft-ietf-sidrops-aspa-slurm-04 section 4; what an ASPA may say is for draft-ietf-sidrops-aspa-profile
    /// section 3.
    mutating func readASPAAssertion(_ reader: inout JSONReader) throws -> (ASPA, comment: String?) {
        var customer: ASN?
        var providers: [ASN] = []
        var comment: String?
        try readMembers(&reader, toleratesUnknown: true) { _, reader, name in
            switch name {
            case "customerAsn": customer = try Self.readASN(&reader)
            case "providerAsns":
                try reader.readArray { reader, _ in
                    let provider = try Self.readASN(&reader)
                    if let last = providers.last, last >= provider {
                        throw reader.failure("\(provider) after \(last): not in ascending order")
                    }
                    providers.append(provider)
                    guard providers.count <= ASPAUnion.maximumProviders else {
                        throw reader.failure("more than \(ASPAUnion.maximumProviders) providers")
                    }
                }
            case "comment": comment = try reader.readString()
            default: return false
            }
            return true
        }
        guard let customer else { throw reader.failure("\"customerAsn\" is missing") }
        guard let aspa = ASPA(customer: customer, providers: providers) else {
            throw reader.failure("\"providerAsns\" is missing or empty")
        }
        guard customer != ASN(0) else { throw reader.failure("AS0 as a customer") }
        guard !providers.contains(customer) else { throw reader.failure("\(customer) as its own provider") }
        guard providers.count == 1 || providers.first != ASN(0) else {
            throw reader.failure("AS0 beside other providers")
        }
        return (aspa, comment)
    }

    // MARK: Values

    private static func readPrefix(_ reader: inout JSONReader) throws -> IPPrefix {
        try prefix(try reader.readString(), reader)
    }

    private static func prefix(_ text: String, _ reader: JSONReader) throws -> IPPrefix {
        guard let prefix = IPPrefix(parsing: text) else {
            throw reader.failure("\(JSONFormat.quoted(text)) is not a prefix with all host bits zero")
        }
        return prefix
    }

    /// A number, not a string (RFC 8416 section 3.3.1).
    private static func readASN(_ reader: inout JSONReader) throws -> ASN {
        let number = try reader.readInteger()
        guard let value = UInt32(exactly: number) else { throw reader.failure("\(number) is not an AS number") }
        return ASN(value)
    }

    /// Reads `null` or an empty string where a number should be; false, with nothing read, when neither comes.
    private static func readNothing(_ reader: inout JSONReader) throws -> Bool {
        if try reader.readNull() { return true }
        guard try reader.isAtString() else { return false }
        guard try reader.readString().isEmpty else { throw reader.failure("a string where a number is expected") }
        return true
    }

    private mutating func readBase64(_ reader: inout JSONReader) throws -> [UInt8] {
        let text = try reader.readString()
        guard let (octets, isCanonical) = Base64URL.decode(text) else {
            throw reader.failure("\(JSONFormat.quoted(text)) is not base64 (RFC 8416 section 3.3.2)")
        }
        if !isCanonical { try tolerate("not base64 of the URL alphabet without padding (RFC 4648 section 5)", reader) }
        return octets
    }

    /// Whether it is the SubjectPublicKeyInfo of an uncompressed point on P-256, by its fixed first octets.
    private static func isRouterKey(_ octets: [UInt8]) -> Bool {
        octets.count == 91
            && octets.starts(with: [
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
                0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
            ])
    }
}

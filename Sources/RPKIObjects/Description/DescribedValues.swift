import DER
import NumberResources
import RPKICrypto

// How values that occur in many objects are shown.
extension ObjectDescription.Value {
    /// `192.0.2.0/24`, or `192.0.2.0-192.0.2.9` when no prefix fits.
    static func range(_ range: IPRange) -> Self {
        .text(IPPrefix(exactly: range)?.description ?? range.description)
    }

    /// `AS64496`, or `AS64496-AS64511`.
    static func range(_ range: ClosedRange<ASN>) -> Self {
        .text(range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)")
    }

    static func resources(_ resources: ASResourceSet) -> Self { .list(resources.ranges.map { .range($0) }) }

    static func resources(_ resources: IPResourceSet) -> Self { .list(resources.ranges.map { .range($0) }) }

    /// `AB:CD:…` for people, plain hexadecimal digits for programs.
    static func identifier(_ identifier: KeyIdentifier) -> Self {
        .shown(identifier.description, .text(identifier.hex))
    }

    /// Hexadecimal, as certificates' serial numbers are usually written.
    static func serialNumber(_ number: SerialNumber) -> Self { .text(number.hex) }

    /// Decimal, with the hexadecimal digits for people: as manifests and CRLs are counted.
    static func count(_ number: SerialNumber) -> Self {
        .shown("\(number) (hex \(number.hex))", .text(number.description))
    }

    static func name(_ name: DistinguishedName) -> Self { .text(name.description) }

    static func time(_ time: PosixTime) -> Self { .text(time.description) }

    static func octets(_ octets: some Collection<UInt8>) -> Self { .text(octets.hex) }
}

extension IPPrefix {
    /// The prefix that has exactly the addresses of `range`; nil when there is none.
    init?(exactly range: IPRange) {
        let difference = range.first.bits ^ range.last.bits
        let length = UInt8(truncatingIfNeeded: difference.leadingZeroBitCount)
        let bits = min(length, range.family.bitWidth)
        guard let prefix = IPPrefix(address: range.first, length: bits), prefix.last == range.last else { return nil }
        self = prefix
    }
}

extension SubjectPublicKeyInfo: Describable {
    /// Algorithm, size, and the key's identifier.
    package func describe(into description: inout ObjectDescription) {
        switch algorithm.algorithm {
        case .rsaEncryption:
            description.add("algorithm", "Algorithm", .text("RSA"))
            if let key = try? RSAKey(keyBits) {
                description.add("bits", "Bits", .number(Int64(key.bitCount)))
                description.add("exponent", "Exponent", Self.exponent(key.exponent))
            }
        case .ecPublicKey:
            description.add("algorithm", "Algorithm", .text("ECDSA"))
            description.add("curve", "Curve", curve)
        case let other:
            description.add("algorithm", "Algorithm", .text(ObjectIdentifierNames.name(of: other)))
        }
        description.add("keyIdentifier", "Key identifier", .text(keyIdentifier.hex))
    }

    /// `RSA, 2048 bits, exponent 65537` for people, the fields for programs.
    var value: ObjectDescription.Value {
        let fields = objectDescription
        let words = fields.fields.compactMap { field -> String? in
            switch (field.key, field.value) {
            case ("algorithm", .text(let name)), ("curve", .text(let name)): name
            case ("bits", .number(let count)): "\(count) bits"
            case ("exponent", .number(let number)): "exponent \(number)"
            case ("exponent", .text(let digits)): "exponent 0x\(digits)"
            default: nil
            }
        }
        return .shown(words.joined(separator: ", "), .fields(fields))
    }

    private var curve: ObjectDescription.Value? {
        guard case .other(let parameters) = algorithm.parameters else { return nil }
        var reader = DERReader(parameters)
        guard let identifier = try? reader.readObjectIdentifier() else { return nil }
        return .text(ObjectIdentifierNames.name(of: identifier))
    }

    private static func exponent(_ octets: ArraySlice<UInt8>) -> ObjectDescription.Value {
        guard octets.count <= 7 else { return .text(octets.prefix(64).hex) }
        return .number(octets.reduce(0) { $0 << 8 | Int64($1) })
    }
}

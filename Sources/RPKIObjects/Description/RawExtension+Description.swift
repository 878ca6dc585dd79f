import DER

// Descriptions read extensions once more: decoding keeps only what decides something. They read what was decoded before;
// where it is not what it should be, they tell less.
extension RawExtension {
    /// All extensions of a certificate, in their order.
    static func all(of certificate: ResourceCertificate) -> [RawExtension] {
        all(in: certificate.structure.signedPart, tag: .contextConstructed(3))
    }

    /// All extensions of a CRL, in their order.
    static func all(of crl: CertificateRevocationList) -> [RawExtension] {
        all(in: crl.structure.signedPart, tag: .contextConstructed(0))
    }

    private static func all(in signedPart: ArraySlice<UInt8>, tag: DERTag) -> [RawExtension] {
        var result: [RawExtension] = []
        var reader = DERReader(signedPart)
        guard var fields = try? reader.enter() else { return [] }
        var last: DERElement?
        while !fields.isAtEnd {
            guard let element = try? fields.readElement() else { return [] }
            last = element
        }
        guard let last, last.tag == tag else { return [] }
        var outer = DERReader(last.content)
        guard var list = try? outer.enter() else { return [] }
        while !list.isAtEnd, let item = try? RawExtension(from: &list) { result.append(item) }
        return result
    }

    /// `ipAddrBlocks (critical)`
    var described: ObjectDescription.Value {
        let name = ObjectIdentifierNames.name(of: identifier)
        let fields = ObjectDescription {
            $0.add("name", "Name", .text(name))
            $0.add("identifier", "Identifier", text: identifier)
            $0.add("critical", "Critical", .flag(isCritical))
            $0.add("offset", "Offset", .number(Int64(offset)))
        }
        return .shown(name + (isCritical ? " (critical)" : ""), .fields(fields))
    }

    var extendedKeyUsage: ObjectDescription.Value {
        var purposes: [ObjectDescription.Value] = []
        var reader = DERReader(content)
        if var list = try? reader.enter() {
            while !list.isAtEnd, let purpose = try? list.readObjectIdentifier() {
                purposes.append(.text(ObjectIdentifierNames.name(of: purpose)))
            }
        }
        return .list(purposes)
    }

    /// Access method and location of each description.
    var informationAccess: ObjectDescription.Value {
        var descriptions: [ObjectDescription.Value] = []
        var reader = DERReader(content)
        if var list = try? reader.enter() {
            while !list.isAtEnd, var item = try? list.enter(), let method = try? item.readObjectIdentifier(),
                let location = try? item.readElement()
            {
                let name = ObjectIdentifierNames.name(of: method)
                let text = location.generalName
                let fields = ObjectDescription {
                    $0.add("method", "Method", .text(name))
                    $0.add("location", "Location", .text(text))
                }
                descriptions.append(.shown("\(name) \(text)", .fields(fields)))
            }
        }
        return .list(descriptions)
    }

    /// The names of all distribution points.
    var distributionPoints: ObjectDescription.Value {
        var names: [ObjectDescription.Value] = []
        var reader = DERReader(content)
        if var points = try? reader.enter() {
            while !points.isAtEnd, var point = try? points.enter() {
                guard var name = try? point.enterIfPresent(.contextConstructed(0)),
                    var fullName = try? name.enterIfPresent(.contextConstructed(0))
                else { continue }
                while !fullName.isAtEnd, let location = try? fullName.readElement() {
                    names.append(.text(location.generalName))
                }
            }
        }
        return .list(names)
    }

    /// Each policy, with the certification practice statements that it names.
    var policies: ObjectDescription.Value {
        var policies: [ObjectDescription.Value] = []
        var reader = DERReader(content)
        if var list = try? reader.enter() {
            while !list.isAtEnd, var policy = try? list.enter(), let identifier = try? policy.readObjectIdentifier() {
                var statements: [String] = []
                if var qualifiers = try? policy.enter() {
                    while !qualifiers.isAtEnd, var qualifier = try? qualifiers.enter() {
                        guard (try? qualifier.readObjectIdentifier()) == .certificationPracticeStatement,
                            let statement = try? qualifier.readIA5String()
                        else { continue }
                        statements.append(String(lossless: statement))
                    }
                }
                let name = ObjectIdentifierNames.name(of: identifier)
                let fields = ObjectDescription {
                    $0.add("policy", "Policy", .text(name))
                    $0.add("statements", "Statements", .list(statements.map { .text($0) }))
                }
                let text = statements.isEmpty ? name : "\(name) (\(statements.joined(separator: ", ")))"
                policies.append(.shown(text, .fields(fields)))
            }
        }
        return .list(policies)
    }
}

extension DERElement {
    /// The text of a URI, else what kind of GeneralName it is (RFC 5280 section 4.2.1.6).
    fileprivate var generalName: String {
        tag == .context(6) ? String(lossless: content) : "name of type [\(tag.rawValue & 0x1F)]"
    }
}

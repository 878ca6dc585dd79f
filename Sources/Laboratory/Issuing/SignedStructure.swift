import DER
import RPKICrypto
import RPKIObjects

/// The signature algorithm that a structure names, which may differ from the one it is signed with.
package enum NamedAlgorithm: Sendable, Hashable {
    /// The algorithm of the key that signs.
    case ofKey
    case sha256WithRSA
    case ecdsaWithSHA256

    func encode(to writer: inout DERWriter, key: SigningKey) {
        writer.sequence { writer in
            let named: SignatureAlgorithm =
                switch self {
                case .ofKey: key.algorithm
                case .sha256WithRSA: .sha256WithRSA
                case .ecdsaWithSHA256: .ecdsaWithSHA256
                }
            switch named {
            case .sha256WithRSA:
                writer.objectIdentifier(OID.sha256WithRSAEncryption)
                writer.null()
            case .ecdsaWithSHA256:
                writer.objectIdentifier(OID.ecdsaWithSHA256)
            }
        }
    }
}

extension DERWriter {
    /// What is to be signed, the algorithm and the signature: the outer shape of certificates and CRLs
    /// (RFC 5280 sections 4.1 and 5.1).
    static func signed(
        _ toBeSigned: [UInt8],
        by key: SigningKey,
        algorithm: NamedAlgorithm
    ) throws(KeyError) -> [UInt8] {
        let signature = try key.sign(toBeSigned)
        return encode { writer in
            writer.sequence { writer in
                writer.raw(toBeSigned)
                algorithm.encode(to: &writer, key: key)
                writer.bitString(signature)
            }
        }
    }

    /// A name of one common name attribute and perhaps one serial number (RFC 6487 section 4.4).
    mutating func name(commonName: String, serialNumber: String? = nil) {
        sequence { writer in
            writer.set { $0.nameAttribute(OID.commonName, commonName) }
            if let serialNumber { writer.set { $0.nameAttribute(OID.serialNumber, serialNumber) } }
        }
    }

    private mutating func nameAttribute(_ type: OID, _ value: String) {
        sequence { writer in
            writer.objectIdentifier(type)
            writer.printableString(value)
        }
    }
}

import DER
import RPKIObjects

// What the tables of faults share.

extension CertificateTemplate {
    /// Changes the extension with this identifier.
    mutating func change(_ identifier: OID, _ change: (inout CertificateExtension) -> Void) {
        for index in extensions.indices where extensions[index].identifier == identifier { change(&extensions[index]) }
    }

    /// Changes the value of the extension with this identifier.
    mutating func edit(_ identifier: OID, _ edit: DEREdit) {
        change(identifier) { $0.value = edit.applied(to: $0.value) }
    }
}

extension DERWriter {
    /// A name of one attribute.
    mutating func name(_ type: OID, _ tag: DERTag) {
        sequence { name in
            name.set { set in
                set.sequence {
                    $0.objectIdentifier(type)
                    $0.element(tag, "somebody".utf8)
                }
            }
        }
    }

    /// A name of another form than RFC 6487 section 4.4 allows: an organizationName.
    mutating func organizationName() { name([2, 5, 4, 10], .printableString) }

    /// An RSA key that nobody has.
    mutating func rsaKey(modulusOctets: Int, exponent: [UInt8]) {
        sequence { info in
            info.sequence {
                $0.objectIdentifier(OID.rsaEncryption)
                $0.null()
            }
            info.bitString { key in
                key.sequence {
                    $0.unsignedInteger([UInt8](repeating: 0xC1, count: modulusOctets))
                    $0.unsignedInteger(exponent)
                }
            }
        }
    }

    /// An access description (RFC 5280 section 4.2.2.1) with this method.
    mutating func access(_ method: OID) {
        sequence {
            $0.objectIdentifier(method)
            $0.ia5String("https://\(LaboratoryConfiguration.host)/somewhere", .context(6))
        }
    }
}

import DER
import RPKIObjects

extension SignedObjectFixture {
    /// Why the object is rejected under `profile` when it is read as `Payload`; nil when it is accepted. Signatures are
    /// not looked at.
    func verdict<Payload: SignedObjectPayload>(
        as payload: Payload.Type,
        profile: Profile = .strict
    ) -> RejectionReason? {
        reason { () throws(Rejection) in
            _ = try SignedObject(decoding: encoded).inspect(as: payload, profile: profile)
        }
    }
}

extension CertificateFixture {
    /// An EE certificate that inherits everything.
    static let inheriting: CertificateFixture = {
        var fixture = CertificateFixture.ee
        fixture.set(
            .ipResources {
                $0.inheritedFamily(1)
                $0.inheritedFamily(2)
            }
        )
        fixture.set(.asResources { $0.null() })
        return fixture
    }()

    /// An EE certificate without addresses, with these AS numbers.
    static func autonomousSystems(_ numbers: UInt32...) -> CertificateFixture {
        var fixture = CertificateFixture.ee
        fixture.remove(.ipAddressBlocks)
        fixture.set(.asResources { $0.sequence { for number in numbers { $0.integer(number) } } })
        return fixture
    }
}

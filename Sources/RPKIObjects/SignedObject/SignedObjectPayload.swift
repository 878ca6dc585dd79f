/// What a type of signed object carries: its decoder, and the rules that tie it to the EE certificate.
package protocol SignedObjectPayload: Hashable, Sendable {
    static var type: SignedObjectType { get }

    /// Decodes the content of a signed object.
    init(content: ArraySlice<UInt8>) throws(Rejection)

    /// Checks the rules of the type, among them those about the EE certificate in `object`.
    func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection)

    /// The number resources that it speaks for; none unless the type says otherwise.
    var claimedResources: EffectiveResources { get }
}

extension SignedObjectPayload {
    package var claimedResources: EffectiveResources { .none }

    /// Throws unless the resources that it speaks for are among `verified`, those that the EE certificate holds in its
    /// chain (RFC 8360 section 4.2.5 for ROAs; the same goes for the others).
    ///
    /// The EE certificate lists them, as ``inspect(in:_:)`` has found. So this tells something only when the certificate
    /// ``ResourceCertificate/hasTrimmedResources``.
    package func checkResources(within verified: EffectiveResources) throws(Rejection) {
        guard verified.contains(claimedResources) else {
            throw Rejection(
                .certificateResourcesOverclaim,
                "the object speaks for resources that were left out of account"
            )
        }
    }
}

extension SignedObject {
    /// Decodes the content as `Payload` and checks the rules of that type alone; also returns what `profile` tolerated.
    ///
    /// Throws `signed-object-content-type` when the object is of another type. The rest of the object is for
    /// ``inspect(as:profile:)`` to check.
    package func payload<Payload: SignedObjectPayload>(
        _ type: Payload.Type,
        profile: Profile
    ) throws(Rejection) -> (payload: Payload, warnings: [Warning]) {
        let payload = try decode(type)
        var inspection = Inspection(profile: profile)
        try payload.inspect(in: self, &inspection)
        return (payload, inspection.warnings)
    }

    func decode<Payload: SignedObjectPayload>(_ payloadType: Payload.Type) throws(Rejection) -> Payload {
        guard type == payloadType.type else {
            throw Rejection(.signedObjectContentType, "content of type \(contentType)")
        }
        return try Payload(content: content)
    }
}

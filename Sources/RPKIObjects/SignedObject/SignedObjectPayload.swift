/// What a type of signed object carries: its decoder, and the rules that tie it to the EE certificate.
package protocol SignedObjectPayload: Hashable, Sendable {
    static var type: SignedObjectType { get }

    /// Decodes the content of a signed object.
    init(content: ArraySlice<UInt8>) throws(Rejection)

    /// Checks the rules of the type, among them those about the EE certificate in `object`.
    func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection)
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

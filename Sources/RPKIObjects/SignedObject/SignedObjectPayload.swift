/// What a type of signed object carries: its decoder, and the rules that tie it to the EE certificate.
package protocol SignedObjectPayload: Hashable, Sendable {
    static var type: SignedObjectType { get }

    /// Decodes the content of a signed object.
    init(content: ArraySlice<UInt8>) throws(Rejection)

    /// Checks the rules of the type, among them those about the EE certificate in `object`.
    func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection)
}

extension SignedObject {
    /// Decodes the content as `Payload` and checks the rules of that type; also returns what `profile` tolerated.
    ///
    /// Throws `signed-object-content-type` when the object is of another type. ``inspect(profile:)`` is apart.
    package func payload<Payload: SignedObjectPayload>(
        _ type: Payload.Type,
        profile: Profile
    ) throws(Rejection) -> (payload: Payload, warnings: [Warning]) {
        guard self.type == Payload.type else {
            throw Rejection(.signedObjectContentType, "content of type \(contentType)")
        }
        let payload = try Payload(content: content)
        var inspection = Inspection(profile: profile)
        try payload.inspect(in: self, &inspection)
        return (payload, inspection.warnings)
    }
}

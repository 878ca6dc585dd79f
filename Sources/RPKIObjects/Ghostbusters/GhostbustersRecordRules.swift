extension GhostbustersRecord {
    package func inspect(in object: SignedObject, _ inspection: inout Inspection) throws(Rejection) {
        try GBRPropertiesRule.inspect(self, &inspection)
        try GBRNameRule.inspect(self, object, &inspection)
        try GBRContactRule.inspect(self, object, &inspection)
        try GBRResourcesRule.inspect(object.eeCertificate, &inspection)
    }
}

/// RFC 6493 section 4: no other properties than FN, ORG, ADR, TEL and EMAIL.
enum GBRPropertiesRule {
    static func inspect(_ record: GhostbustersRecord, _ inspection: inout Inspection) throws(Rejection) {
        for property in record.properties where property.kind == nil {
            try inspection.report(.gbrProperty, property.name, at: property.offset)
        }
    }
}

/// RFC 6493 section 4: the name of a person or role.
enum GBRNameRule {
    static func inspect(
        _ record: GhostbustersRecord,
        _ object: SignedObject,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        try inspection.require(
            record.properties.contains { $0.kind == .formattedName },
            .gbrNameMissing,
            at: object.content.startIndex
        )
    }
}

/// RFC 6493 section 4: at least one way to reach them; an organization alone is none.
enum GBRContactRule {
    static func inspect(
        _ record: GhostbustersRecord,
        _ object: SignedObject,
        _ inspection: inout Inspection
    ) throws(Rejection) {
        let isReachable = record.properties.contains { property in
            switch property.kind {
            case .address, .telephone, .email: true
            case .formattedName, .organization, nil: false
            }
        }
        try inspection.require(isReachable, .gbrContactMissing, at: object.content.startIndex)
    }
}

/// RFC 6493 section 6: the EE certificate inherits its number resources.
enum GBRResourcesRule {
    static func inspect(_ certificate: ResourceCertificate, _ inspection: inout Inspection) throws(Rejection) {
        try InheritedResources.require(of: certificate, .gbrResources, &inspection)
    }
}

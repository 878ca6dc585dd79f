import DER
import Laboratory
import NumberResources
import RPKIObjects
import Testing

@Suite struct FaultTests {
    private static var single: LaboratoryConfiguration {
        var configuration = LaboratoryConfiguration.small
        configuration.trustAnchors = ["lab-one"]
        return configuration
    }

    @Test func `everything that is published keeps to the profile`() throws {
        let test = try TestLaboratory()
        for name in ["lab-one", "lab-two"] {
            let walk = try test.walk(name)
            #expect(walk.rejections == [:])
            #expect(walk.warnings == [])
            #expect(walk.origins == test.laboratory.routeOrigins[name])
        }
    }

    @Test func `faults have names of their own and are found by them`() {
        #expect(Set(LaboratoryFault.all.map(\.name)).count == LaboratoryFault.all.count)
        for fault in LaboratoryFault.all {
            #expect(LaboratoryFault(name: fault.name) == fault)
            #expect((fault.reason == nil) == (fault.scope == .repository))
        }
        #expect(LaboratoryFault(name: "no-such-fault") == nil)
    }

    @Test(arguments: [("bad-signature", nil), ("bad-ca-signature", "lab-one-ca-1"), ("stale-crl", "lab-one-ca-2")])
    func `a fault is there until it is repaired`(name: String, authority: String?) throws {
        let test = try TestLaboratory(Self.single)
        let all = try test.walk("lab-one").origins
        let fault = try #require(LaboratoryFault(name: name))
        let report = try test.laboratory.fault(fault, authority: authority)
        _ = try test.laboratory.publish()
        let walk = try test.walk("lab-one")
        #expect(walk.rejections.values.map(\.self) == [fault.reason])
        #expect(walk.origins == all.subtracting(report.origins))
        try test.laboratory.repair()
        _ = try test.laboratory.publish()
        let repaired = try test.walk("lab-one")
        #expect(repaired.rejections == [:] && repaired.origins == all)
    }

    @Test func `a fault that has nothing to act on is refused`() throws {
        let test = try TestLaboratory(Self.single)
        for (fault, authority) in [
            (LaboratoryFault.deltaGap, nil), (.revokedCA, "lab-one"), (.revokedEE, "lab-one"),
            (LaboratoryFault.trustAnchorFaults[0], "lab-one-ca-1"),
        ] {
            #expect(throws: LaboratoryError.nothingToSpoil(fault: fault)) {
                try test.laboratory.fault(fault, authority: authority)
            }
        }
        let absent = try RouteOrigin.example("10.0.200.0/24-24-AS64500")
        #expect(throws: LaboratoryError.notIssued(absent)) { try test.laboratory.fault(.revokedEE, origin: absent) }
    }
}

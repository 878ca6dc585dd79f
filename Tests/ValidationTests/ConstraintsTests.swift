import FlightEvents
import Laboratory
import NumberResources
import ObjectStore
import Payloads
import RPKICrypto
import RPKIObjects
import Testing
import Validation

/// What an operator lets a trust anchor speak about.
struct ConstraintsTests {
    @Test func readsEveryKindOfEntry() throws {
        let constraints = try ResourceConstraints(
            parsing: """
                # AFRINIC
                allow 192.0.2.0/24       # a prefix
                  allow\t2001:db8:: - 2001:db8::ff
                allow 198.51.100.7
                allow 64496
                allow AS64500-AS64511

                deny 192.0.2.128/25
                deny 203.0.113.0-203.0.113.9\r
                deny 0.0.0.0/0
                deny ::/0
                deny 64505 - 64505#none
                """
        )
        #expect(
            constraints.allowedAddresses?.description
                == "192.0.2.0-192.0.2.255, 198.51.100.7-198.51.100.7, 2001:db8::-2001:db8::ff"
        )
        #expect(constraints.deniedAddresses == .all)
        #expect(constraints.allowedASNs?.description == "AS64496, AS64500-AS64511")
        #expect(constraints.deniedASNs.description == "AS64505")
    }

    @Test(arguments: ["", "# nothing\n\n", "   \n\t#\n"])
    func nothingIsNoConstraint(_ text: String) throws {
        #expect(try ResourceConstraints(parsing: text) == ResourceConstraints())
    }

    @Test(arguments: [
        ("allow 192.0.2.1/24", 1, "\"192.0.2.1/24\" is not a prefix with all host bits zero"),
        ("\n\npermit 10.0.0.0/8", 3, "an entry starts with allow or deny, not \"permit\""),
        ("allow 64496\ndeny", 2, "deny what?"),
        ("deny # 10.0.0.0/8", 1, "deny what?"),
        ("allow 10.0.0.9 - 10.0.0.1", 1, "\"10.0.0.9 - 10.0.0.1\" ends before it starts, or in another family"),
        ("allow 10.0.0.1 - ::1", 1, "\"10.0.0.1 - ::1\" ends before it starts, or in another family"),
        ("allow 10.0.0.300", 1, "\"10.0.0.300\" is not an address or a range of addresses"),
        (
            "allow 10.0.0.1-10.0.0.2-10.0.0.3", 1,
            "\"10.0.0.1-10.0.0.2-10.0.0.3\" is not an address or a range of addresses"
        ),
        ("allow 4294967296", 1, "\"4294967296\" is not a prefix, an AS number or a range of them"),
        ("allow 9 - 8", 1, "\"9 - 8\" ends before it starts"),
        ("allow 10/8", 1, "\"10/8\" is not a prefix, an AS number or a range of them"),
        ("allowed 1", 1, "an entry starts with allow or deny, not \"allowed\""),
    ])
    func mistakesAreNamedWithTheirLine(_ text: String, _ line: Int, _ detail: String) {
        #expect {
            try ResourceConstraints(parsing: text)
        } throws: { error in
            (error as? ConstraintsError)?.line == line && (error as? ConstraintsError)?.detail == detail
        }
    }

    /// The first ROA says something about 10.1.0.0/24, the second about 10.2.0.0/24, the ASPA about AS64496, the router
    /// about AS64497.
    @Test(
        arguments: [
            ("allow 10.0.0.0/8", []),
            ("allow 10.1.0.0/16", ["second.roa"]),
            ("allow 10.1.0.0/25\nallow 10.1.0.128/25", ["second.roa"]),
            ("allow 10.1.0.0/25", ["first.roa", "second.roa"]),
            ("allow 2001:db8::/32", ["first.roa", "second.roa"]),
            ("deny 10.1.0.255", ["first.roa"]),
            ("allow 10.0.0.0/8\ndeny 10.2.0.0/16", ["second.roa"]),
            ("deny 10.2.0.0/16\nallow 10.2.0.0/24", ["first.roa", "second.roa"]),
            ("allow 64496", ["router.cer"]),
            ("allow 64496 - 64511", []),
            ("deny 64496", ["a.asa"]),
            ("deny 192.0.2.0/24\ndeny 1-100", []),
        ] as [(String, [String])]
    )
    func keepTheTrustAnchorFromSpeaking(_ text: String, _ rejected: [String]) async throws {
        let world = try TestWorld()
        world.configuration.evaluatesRouterCertificates = true
        world.configuration.constraints = ["anchor": try ResourceConstraints(parsing: text)]
        world.restart()
        world.point.objects["a.asa"] = try world.authority.aspa(64496, [1], fileName: "a.asa", serial: 21)
        world.point.objects["router.cer"] = try world.authority.router([64497...64497], serial: 22)
        world.point.objects["contact.gbr"] = try world.authority.ghostbusters(fileName: "contact.gbr")
        let output = try await world.update()
        #expect(output.rejections.keys.sorted() == rejected)
        #expect(output.rejections.values.allSatisfy { $0 == .trustAnchorConstraint })
        #expect(output.payloads.count == 4 - rejected.count)
        // What inherits says nothing about resources; authorities say nothing by themselves.
        #expect(output.report.counters.objects[.ghostbustersRecord] == 1)
        #expect(output.report.counters.freshPublicationPoints == 2)
    }

    @Test func bindTheirTrustAnchorAndCanBeLifted() async throws {
        let world = try TestWorld()
        let none = try ResourceConstraints(parsing: "deny 0.0.0.0/0")
        world.configuration.constraints = ["somebody else": none]
        world.restart()
        #expect(try await world.update().texts == TestWorld.all)
        world.configuration.constraints["anchor"] = none
        await world.engine.setConfiguration(world.configuration)
        let output = await world.engine.settle()
        #expect(output.texts.isEmpty)
        #expect(output.report.rejectedObjects.first?.rejection.detail == "10.1.0.0-10.1.0.255 is denied")
        world.configuration.constraints = [:]
        await world.engine.setConfiguration(world.configuration)
        #expect(await world.engine.settle().texts == TestWorld.all)
    }
}

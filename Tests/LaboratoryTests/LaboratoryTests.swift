import DER
import Foundation
import Laboratory
import NumberResources
import RPKICrypto
import Testing

@Suite struct LaboratoryTests {
    @Test func `creation publishes all there is`() throws {
        let test = try TestLaboratory()
        #expect(
            test.laboratory.authorities == [
                "lab-one", "lab-two", "lab-one-ca-1", "lab-one-ca-2", "lab-two-ca-1", "lab-two-ca-2",
            ]
        )
        #expect(test.laboratory.roas.count == 20)
        let origins = test.laboratory.routeOrigins
        #expect(origins.keys.sorted() == ["lab-one", "lab-two"])
        #expect(origins["lab-one"]?.count == 12)
        let prefixes = Set(test.laboratory.roas.flatMap(\.origins).map(\.prefix))
        #expect(Set(prefixes.map(\.family)) == [.ipv4, .ipv6])
        for roa in test.laboratory.roas {
            for origin in roa.origins {
                let holder = try test.laboratory.prefixes(of: roa.authority)
                #expect(holder.contains { $0.covers(origin.prefix) })
            }
        }
        for name in ["lab-one", "lab-two"] {
            let files = try test.published(name)
            #expect(files.keys.filter { $0.hasSuffix(".roa") }.count == 10)
            #expect(
                files.keys.filter { $0.hasSuffix(".mft") }.sorted() == ["ca-1/ca-1.mft", "ca-2/ca-2.mft", "ta/ta.mft"]
            )
            #expect(files.keys.filter { $0.hasSuffix(".crl") }.count == 3)
            #expect(
                files.keys.filter { $0.hasSuffix(".cer") }.sorted() == ["\(name).cer", "ta/ca-1.cer", "ta/ca-2.cer"]
            )
            let notification = try test.notification(name)
            #expect(notification.serial == 1)
            #expect(notification.deltas.isEmpty)
        }
    }

    @Test func `a locator names the trust anchor's certificate and key`() throws {
        let test = try TestLaboratory()
        let text = try String(decoding: test.bytes("tals/lab-one.tal"), as: UTF8.self)
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let configuration = test.laboratory.configuration
        #expect(parts[0] == "https://localhost:\(configuration.httpsPort)/ta/lab-one.cer")
        #expect(parts[1] == "rsync://localhost:\(configuration.rsyncPort)/lab-one/lab-one.cer")
        #expect(parts[2].isEmpty)
        let key = try #require(Data(base64Encoded: parts[3...].joined()))
        let certificate = try test.bytes("ta/lab-one.cer")
        #expect(Data(certificate).range(of: key) != nil)
        #expect(try test.published("lab-one")["lab-one.cer"] == certificate)
    }

    @Test func `issuing and revoking change exactly what they should`() throws {
        let test = try TestLaboratory()
        let origin = try RouteOrigin.example("10.0.200.0/24-24-AS64500")
        let before = try test.published("lab-one")
        let other = try test.published("lab-two")
        let roa = try test.laboratory.issue(origin)
        #expect(roa.authority == "lab-one-ca-1")
        #expect(try test.published("lab-one") == before)

        let reports = try test.laboratory.publish()
        let added = try test.published("lab-one")
        #expect(reports.map(\.repository) == ["lab-one"])
        #expect(reports.first?.serial == 2)
        #expect(reports.first?.added == [roa.uri])
        #expect(reports.first?.withdrawn == [])
        #expect(Self.difference(before, added) == ["ca-1/\(roa.fileName)", "ca-1/ca-1.crl", "ca-1/ca-1.mft"])
        #expect(test.laboratory.routeOrigins["lab-one"]?.contains(origin) == true)

        try test.laboratory.revoke(origin)
        let revocation = try test.laboratory.publish()
        #expect(revocation.first?.withdrawn == [roa.uri])
        #expect(revocation.first?.added == [])
        #expect(Self.difference(try test.published("lab-one"), before) == ["ca-1/ca-1.crl", "ca-1/ca-1.mft"])
        #expect(test.laboratory.routeOrigins["lab-one"]?.contains(origin) == false)
        #expect(try test.published("lab-two") == other)
        #expect(try test.laboratory.publish().isEmpty)
    }

    @Test func `revoking one of several origins leaves the others`() throws {
        let test = try TestLaboratory()
        let origins = try ["10.0.200.0/24-24-AS64500", "10.0.202.0/23-24-AS64500"].map(RouteOrigin.example)
        let roa = try test.laboratory.issue(origins)
        _ = try test.laboratory.publish()
        let old = try #require(try test.published("lab-one")["ca-1/\(roa.fileName)"])
        try test.laboratory.revoke(origins[0])
        let report = try #require(try test.laboratory.publish().first)
        #expect(report.replaced.contains(roa.uri))
        #expect(try test.published("lab-one")["ca-1/\(roa.fileName)"] != old)
        #expect(test.laboratory.routeOrigins["lab-one"]?.isDisjoint(with: [origins[0]]) == true)
        #expect(test.laboratory.routeOrigins["lab-one"]?.isSuperset(of: [origins[1]]) == true)
    }

    @Test func `what cannot be issued or revoked is refused and changes nothing`() throws {
        let test = try TestLaboratory()
        let present = try #require(test.laboratory.roas.first?.origins.first)
        let absent = try RouteOrigin.example("10.0.200.0/24-24-AS64500")
        let foreign = try RouteOrigin.example("192.0.2.0/24-24-AS64500")
        let second = try RouteOrigin.example("10.0.201.0/24-24-AS64501")
        #expect(throws: LaboratoryError.alreadyIssued(present)) { try test.laboratory.issue(present) }
        #expect(throws: LaboratoryError.noAuthority(for: foreign)) { try test.laboratory.issue(foreign) }
        #expect(throws: LaboratoryError.unknownAuthority(name: "x")) { try test.laboratory.issue(absent, by: "x") }
        #expect(throws: LaboratoryError.mixedOrigins) { try test.laboratory.issue([absent, second]) }
        #expect(throws: LaboratoryError.notIssued(absent)) { try test.laboratory.revoke(absent) }
        #expect(try test.laboratory.publish().isEmpty)
    }

    @Test func `a laboratory goes on in another process`() throws {
        let directory = try TemporaryDirectory()
        let clock = LaboratoryClock.manual(TestLaboratory.start)
        let origin = try RouteOrigin.example("2001:db8:100::/48-48-AS64500")
        let roas: [IssuedROA]
        do {
            let laboratory = try Laboratory.create(directory: directory.path, configuration: .small, clock: clock)
            _ = try laboratory.issue(origin)
            roas = laboratory.roas
        }
        let laboratory = try Laboratory.open(directory: directory.path, clock: clock)
        #expect(laboratory.roas == roas)
        #expect(try laboratory.publish().map(\.serial) == [2])
        #expect(try Laboratory.configuration(directory: directory.path) == laboratory.configuration)
    }

    @Test func `unusable directories are refused with their path`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: LaboratoryError.notALaboratory(path: directory.path)) {
            try Laboratory.open(directory: directory.path)
        }
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(directory.path)/file"))
        #expect(throws: LaboratoryError.alreadyExists(path: directory.path)) {
            try Laboratory.create(directory: directory.path, configuration: .small)
        }
        let state = "\(directory.path)/laboratory.json"
        try Data("{}".utf8).write(to: URL(fileURLWithPath: state))
        #expect {
            try Laboratory.open(directory: directory.path)
        } throws: { error in
            guard case LaboratoryError.damagedState(state, _) = error else { return false }
            return true
        }
    }

    @Test func `configurations out of range are refused`() {
        let changes: [(inout LaboratoryConfiguration) -> Void] = [
            { $0.trustAnchors = [] },
            { $0.trustAnchors = (0..<17).map { "lab-\($0)" } },
            { $0.trustAnchors = ["a", "a"] },
            { $0.trustAnchors = ["a/b"] },
            { $0.authoritiesPerTrustAnchor = 17 },
            { $0.endEntityKeys = 0 },
            { $0.manifestLifetime = 0 },
        ]
        for change in changes {
            var configuration = LaboratoryConfiguration.small
            change(&configuration)
            #expect {
                try Laboratory.create(directory: "/nonexistent/laboratory", configuration: configuration)
            } throws: { error in
                guard case LaboratoryError.invalidConfiguration = error else { return false }
                return true
            }
        }
    }

    @Test func `manifests are renewed when half of their time is over`() throws {
        let test = try TestLaboratory()
        let half = test.laboratory.configuration.manifestLifetime / 2
        test.clock.wait(PosixTime(TestLaboratory.start.seconds + half - 2))
        #expect(try test.laboratory.publish().isEmpty)
        test.clock.wait(PosixTime(TestLaboratory.start.seconds + half))
        let reports = try test.laboratory.publish()
        #expect(reports.map(\.repository) == ["lab-one", "lab-two"])
        #expect(reports.allSatisfy { $0.replaced.count == 6 && $0.added.isEmpty && $0.withdrawn.isEmpty })
    }

    /// Paths whose content differs.
    static func difference(_ left: [String: [UInt8]], _ right: [String: [UInt8]]) -> Set<String> {
        Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
    }
}

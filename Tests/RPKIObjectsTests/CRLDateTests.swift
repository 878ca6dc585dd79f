import DER
import RPKIObjects
import Testing

@Suite("Revocation dates")
struct CRLDateTests {
    private func crl(_ entries: [[UInt8]]?) throws -> CertificateRevocationList {
        var fixture = CRLFixture()
        fixture.entries = entries
        return try CertificateRevocationList(decoding: fixture.encoded)
    }

    private func entry(_ number: Int, _ date: PosixTime) -> [UInt8] {
        encode { writer in
            writer.sequence {
                $0.integer(number)
                $0.time(date)
            }
        }
    }

    @Test("of those that are asked for and listed, in whatever order")
    func dates() throws {
        let later = PosixTime(Fixture.start.seconds + 60)
        let list = try crl([entry(9, Fixture.start), entry(5, later), entry(300, Fixture.start)])
        let asked: Set<SerialNumber> = [SerialNumber(5), SerialNumber(300), SerialNumber(6)]
        #expect(
            list.revocationDates(of: asked) == [SerialNumber(5): later, SerialNumber(300): Fixture.start]
        )
        #expect(list.revocationDates(of: []).isEmpty)
    }

    @Test("none without a list", arguments: [nil, []] as [[[UInt8]]?])
    func none(entries: [[UInt8]]?) throws {
        #expect(try crl(entries).revocationDates(of: [SerialNumber(5)]).isEmpty)
    }
}

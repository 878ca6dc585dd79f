import ArgumentParser
import Laboratory

struct LabInit: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Make a laboratory and publish it.")

    @OptionGroup var lab: LabDirectory

    @Option(help: "Number of trust anchors: 1 to 5.")
    var trustAnchors = 5

    @Option(help: "Certification authorities below each trust anchor.")
    var authorities = 4

    @Option(help: "ROAs of each authority.")
    var roas = 15

    @Option(help: "Loopback port of the HTTPS server; 0 chooses a free one.")
    var httpsPort: UInt16 = 0

    @Option(help: "Loopback port of the rsync daemon; 0 chooses a free one.")
    var rsyncPort: UInt16 = 0

    func validate() throws {
        guard (1...5).contains(trustAnchors) else { throw ValidationError("--trust-anchors must be 1 to 5") }
    }

    func run() throws {
        var configuration = LaboratoryConfiguration()
        configuration.trustAnchors = Array(configuration.trustAnchors.prefix(trustAnchors))
        configuration.authoritiesPerTrustAnchor = authorities
        configuration.roasPerAuthority = roas
        configuration.httpsPort = httpsPort
        configuration.rsyncPort = rsyncPort
        let laboratory = try Laboratory.create(directory: lab.directory, configuration: configuration)
        print("\(laboratory.authorities.count) certification authorities, \(laboratory.roas.count) ROAs")
        for file in laboratory.locatorFiles { print("TAL \(file)") }
        print("TLS root \(laboratory.tlsAuthorityFile)")
    }
}

import ArgumentParser
import DER
import Daemon
import Foundation
import ObjectStore
import Payloads
import RPKIObjects

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Decode and check any RPKI object, and explain the verdict.",
        discussion: """
            Files are told apart by content: certificates, CRLs, signed objects (ROA, manifest, ASPA, Ghostbusters, TAK,
            RSC, SPL), trust anchor locators, CCRs, RRDP documents, SLURM files. Their issuers come from --issuer files,
            else from the store. Exit status: 0 when all are valid, else 1.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Print one line of JSON for each file.")
    var json = false

    @Option(help: "Tolerate what is rejected for this reason. (repeatable)")
    var tolerate: [String] = []

    @Option(name: .customLong("issuer"), help: "A certificate, CRL or TAL to check the chain with. (repeatable)")
    var issuers: [String] = []

    @Option(help: "Take the files for this type, named by its extension: roa, cer, mft, …")
    var type: TypeArgument?

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    func validate() throws {
        for code in tolerate where RejectionReason(rawValue: code) == nil {
            let nearest = Spelling.nearest(to: code, among: RejectionReason.allCases.map(\.rawValue)) ?? ""
            throw ValidationError("--tolerate: there is no reason \(code); the nearest is \(nearest)")
        }
    }

    func run() throws {
        let configuration = try global.configuration()
        let session = try InspectionSession(
            configuration,
            tolerating: Set(tolerate.compactMap(RejectionReason.init)),
            issuers: issuers.map { ($0, try InputFile.read($0)) }
        )
        var isAllValid = true
        var sink = ByteSink { try FileHandle.standardOutput.write(contentsOf: $0) }
        for (index, file) in files.enumerated() {
            do {
                let report = session.inspector.inspect(try InputFile.read(file), name: file, as: type?.type)
                isAllValid = isAllValid && report.isValid
                if json {
                    try report.writeJSON(to: &sink)
                } else {
                    if index > 0 { try sink.endLine() }
                    try report.writeText(to: &sink)
                }
            } catch let failure as Failure {
                // The other files are inspected all the same.
                isAllValid = false
                FileHandle.standardError.write(Data("apus: \(failure)\n".utf8))
            }
        }
        try sink.finish()
        if !isAllValid { throw ExitCode.failure }
    }
}

/// A type on the command line, named by the extension of its files.
struct TypeArgument: ExpressibleByArgument {
    let type: InspectedType

    init?(argument: String) {
        guard let type = InspectedType(fileExtension: argument.lowercased()) else { return nil }
        self.type = type
    }
}

import Foundation
import RPKIObjects

/// Measures the parts of Apus whose speed decides how soon a change reaches a router, and prints JSON.
///
/// Its input are published objects, so that it runs on a laboratory's (see `scripts/benchmark`) as on those of the real
/// RPKI.
@main
struct Benchmarks {
    static let usage = """
        usage: Benchmarks [--runs N] [--limit N] [--strict] [--only NAME] DIRECTORY...

        Reads the RPKI objects below each DIRECTORY and prints, as JSON, the CPU time that decoding and inspecting one
        takes: certificates, CRLs, manifests and ROAs, without their signatures.
          --runs N     measure N times and take the median (default 9)
          --limit N    at most N objects of each type (default: all)
          --strict     inspect by the strict profile
          --only NAME  this benchmark alone
        """

    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let objects = try ObjectFiles(below: options.directories, limit: options.limit)
            let results = DecodingBenchmark.all
                .filter { options.only == nil || options.only == $0.name }
                .filter { !objects.objects($0.fileExtension).isEmpty }
                .map { $0.run(on: objects, profile: options.profile, runs: options.runs) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(results), as: UTF8.self))
        } catch let error as Options.Problem {
            FileHandle.standardError.write(Data("\(error.text)\n\(usage)\n".utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }
}

package import FlightEvents
import Foundation
package import Logging

/// Writes one line for each message to standard error, as text for people or JSON for collectors.
package struct StandardErrorLog: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let format: Configuration.LogFormat
    private let label: String
    private let time: any TimeSource

    package init(label: String, level: Logger.Level, format: Configuration.LogFormat, time: any TimeSource) {
        self.label = label
        logLevel = level
        self.format = format
        self.time = time
    }

    /// The logger that `configuration` asks for.
    package static func logger(for configuration: Configuration, time: any TimeSource) -> Logger {
        let levels: [Logger.Level] = [.error, .warning, .notice, .info, .debug]
        let level = levels[max(0, min(levels.count - 1, configuration.verbosity + 2))]
        return Logger(label: "apus") { label in
            StandardErrorLog(label: label, level: level, format: configuration.logFormat, time: time)
        }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let line =
            switch format {
            case .text: text(event, fields)
            case .json: json(event, fields)
            }
        // Nobody listens, or the disk is full: no reason to end.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    private func text(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        let tail = fields.map { " \($0.key)=\(Self.printable("\($0.value)"))" }.joined()
        return "\(time.now()) \(event.level.rawValue): \(Self.printable("\(event.message)"))\(tail)"
    }

    private func json(_ event: LogEvent, _ fields: [(key: String, value: Logger.Metadata.Value)]) -> String {
        var object: [String: String] = Dictionary(fields.map { ($0.key, "\($0.value)") }) { $1 }
        object["time"] = time.now().description
        object["level"] = event.level.rawValue
        object["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(object) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    /// `text` with control characters escaped: remote data cannot forge a line or steer a terminal.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        return text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control
                ? "\\u{" + String(scalar.value, radix: 16) + "}" : String(scalar)
        }.joined()
    }
}

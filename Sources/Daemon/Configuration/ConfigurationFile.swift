import Foundation
import TOMLKit

/// The configuration file: TOML without tables, one key for each long option.
package enum ConfigurationFile {
    /// Applies the file at `path` to `configuration`. Relative paths in it are relative to the working directory,
    /// as on the command line.
    package static func apply(path: String, to configuration: inout Configuration) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(.unreadableFile, "cannot read configuration file \(path)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw ConfigurationError(.malformedFile, "\(path): not UTF-8 text")
        }
        try apply(text: text, name: path, to: &configuration)
    }

    /// Applies TOML `text`; `name` is what errors call it.
    package static func apply(
        text: String,
        name: String,
        to configuration: inout Configuration
    ) throws(ConfigurationError) {
        do {
            try ConfigurationShape.check(text)
        } catch {
            throw ConfigurationError(.malformedFile, "\(name): line \(error.line): \(error.detail)")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = "line \(error.source.begin.line), column \(error.source.begin.column)"
            throw ConfigurationError(.malformedFile, "\(name): \(place): \(error.description)")
        } catch {
            throw ConfigurationError(.malformedFile, "\(name): \(error)")
        }
        for key in table.keys.sorted() {
            guard let setting = Setting.named(key) else {
                let hint = Setting.nearest(to: key).map { "; the nearest is \($0)" } ?? ""
                throw ConfigurationError(.unknownKey, "\(name): unknown key \(key)\(hint)")
            }
            guard let value = table[key].flatMap(value) else {
                throw ConfigurationError(.wrongType, "\(name): \(key) has a value of a type that no setting has")
            }
            do {
                try setting.write(&configuration, value)
            } catch {
                throw ConfigurationError(error.code, "\(name): \(error.description)")
            }
        }
    }

    /// `configuration` as a file that, read back, gives the same configuration.
    package static func render(_ configuration: Configuration) -> String {
        Setting.all.compactMap { setting in
            setting.read(configuration).map { "\(setting.name) = \(literal($0))\n" }
        }.joined()
    }

    private static func value(_ value: any TOMLValueConvertible) -> SettingValue? {
        if let flag = value.bool { return .flag(flag) }
        if let number = value.int { return .integer(number) }
        if let text = value.string { return .text(text) }
        if let array = value.array {
            let texts = array.compactMap(\.string)
            return texts.count == array.count ? .list(texts) : nil
        }
        return nil
    }

    private static func literal(_ value: SettingValue) -> String {
        switch value {
        case .flag(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .text(let text): quoted(text)
        case .list(let list): "[" + list.map(quoted).joined(separator: ", ") + "]"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

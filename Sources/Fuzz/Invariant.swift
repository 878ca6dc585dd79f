import Foundation

/// Says `what` and ends the program, which libFuzzer takes for a crash, unless a property holds that no input may break.
func invariant(
    _ holds: Bool,
    _ what: @autoclosure () -> String,
    file: StaticString = #fileID,
    line: UInt = #line
) {
    if holds { return }
    FileHandle.standardError.write(Data("Broken at \(file):\(line): \(what())\n".utf8))
    abort()
}

import Foundation

/// Names of files that every system takes, whatever people call a lab.
package enum FileName {
    /// A title's letters and digits of ASCII, small, with dashes between words: `Café “Nové”, 2nd time` becomes
    /// `cafe-nove-2nd-time`. A title that has none of them is called `lab`.
    package static func plain(_ title: String) -> String {
        var name = ""
        for scalar in title.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": name.unicodeScalars.append(scalar)
            case "A"..."Z": name += scalar.properties.lowercaseMapping
            case "'", "’": continue
            case _ where scalar.properties.generalCategory == .nonspacingMark: continue
            default: if !name.isEmpty, name.last != "-" { name += "-" }
            }
            if name.count >= 60 { break }
        }
        while name.last == "-" { name.removeLast() }
        return name.isEmpty ? "lab" : name
    }
}

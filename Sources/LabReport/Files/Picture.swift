/// A picture of a report, as a drawing (SVG) that needs no script. What it shows stands in a table beside it.
package enum Picture: Sendable {
    case matrix(MatrixWords, [Dot])
    case bars(String, [Bar])

    package struct MatrixWords: Sendable {
        let title: String
        let effort: String
        let impact: String
        /// Above left, above right, below left, below right.
        let quadrants: [String]
    }

    /// One item on the matrix: both values from 1 to 5.
    package struct Dot: Sendable {
        let number: Int
        let text: String
        let x: Double
        let y: Double
        let isSplit: Bool
        let differs: Bool
    }

    package struct Bar: Sendable {
        let label: String
        let value: Double
        let of: Double
        let text: String
    }

    package var svg: String {
        switch self {
        case .matrix(let words, let dots): Self.matrix(words, dots)
        case .bars(let title, let bars): Self.bars(title, bars)
        }
    }

    private static func open(_ title: String, _ width: Int, _ height: Int) -> String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" role=\"img\" "
            + "aria-label=\"\(HTML.escaped(title))\">"
    }

    private static func matrix(_ words: MatrixWords, _ dots: [Dot]) -> String {
        let (left, width, height, gap, radius) = (44.0, 676.0, 480.0, 8.0, 15.0)
        let (half, low) = ((width - gap) / 2, (height - gap) / 2)
        var svg = open(words.title, 720, 520)
        for (index, name) in PriorityQuadrantNames.all.enumerated() {
            let x = left + (index % 2 == 1 ? half + gap : 0) * (width - 4) / width
            let y = index > 1 ? low + gap : 0
            svg +=
                "<rect class=\"\(name)\" x=\"\(x.shown)\" y=\"\(y.shown)\" width=\"\((half - 2).shown)\" "
                + "height=\"\(low.shown)\" rx=\"12\"/>"
            let line = index > 1 ? y + low - 14 : y + 26
            svg +=
                "<text class=\"corner\" x=\"\((x + 14).shown)\" y=\"\(line.shown)\">\(HTML.escaped(words.quadrants[index]))</text>"
        }
        svg +=
            "<text class=\"axis\" x=\"720\" y=\"\((height + 28).shown)\" text-anchor=\"end\">\(HTML.escaped(words.effort)) →</text>"
        svg +=
            "<text class=\"axis\" transform=\"translate(26 0) rotate(-90)\" text-anchor=\"end\">\(HTML.escaped(words.impact)) →</text>"
        for (dot, place) in zip(dots, places(dots, radius: radius, left: left, width: width, height: height))
        {
            let (x, y) = (place.x.shown, place.y.shown)
            svg += "<g><title>\(HTML.escaped("\(dot.number). \(dot.text)"))</title>"
            if dot.isSplit || dot.differs {
                svg +=
                    "<circle class=\"\(dot.differs ? "differs" : "split")\" cx=\"\(x)\" cy=\"\(y)\" r=\"\((radius + 5).shown)\"/>"
            }
            svg += "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius.shown)\"/>"
            svg +=
                "<text class=\"number\" x=\"\(x)\" y=\"\((place.y + 6).shown)\" text-anchor=\"middle\">\(dot.number)</text></g>"
        }
        return svg + "</svg>"
    }

    /// More dots than these have no room side by side.
    private static let mostApart = 200

    /// Where the dots stand, pushed apart where they would cover each other, as long as there is room.
    private static func places(
        _ dots: [Dot], radius: Double, left: Double, width: Double, height: Double
    ) -> [(x: Double, y: Double)] {
        let inset = radius + 10
        let (least, most) = (left + inset, left + width - inset)
        let (top, bottom) = (inset + 30, height - inset - 30)
        var places = dots.map { dot in
            (x: least + (dot.x - 1) / 4 * (most - least), y: bottom - (dot.y - 1) / 4 * (bottom - top))
        }
        guard dots.count <= mostApart else { return places }
        let reach = 2 * radius + 2
        for _ in 0..<80 {
            var moved = false
            for one in places.indices {
                for other in places.indices where other > one {
                    var (dx, dy) = (places[other].x - places[one].x, places[other].y - places[one].y)
                    var distance = (dx * dx + dy * dy).squareRoot()
                    guard distance < reach else { continue }
                    if distance < 0.01 {
                        // A fixed direction a pair, so that equal labs make equal pictures.
                        let turn = Double((one * 7 + other) % 8)
                        (dx, dy, distance) = (
                            turn < 4 ? 1 : -1, turn.truncatingRemainder(dividingBy: 2) < 1 ? 0.6 : -0.6, 1.17
                        )
                    }
                    let push = ((reach - distance) / 2 + 0.1) / distance
                    places[one].x -= dx * push
                    places[one].y -= dy * push
                    places[other].x += dx * push
                    places[other].y += dy * push
                    moved = true
                }
            }
            for index in places.indices {
                places[index].x = min(most, max(least, places[index].x))
                places[index].y = min(bottom, max(top, places[index].y))
            }
            if !moved { break }
        }
        return places
    }

    private static func bars(_ title: String, _ bars: [Bar]) -> String {
        let row = 46
        var svg = open(title, 720, bars.count * row + 4)
        for (index, bar) in bars.enumerated() {
            let y = index * row
            let length = bar.of > 0 ? max(2, 440 * bar.value / bar.of) : 2
            svg += "<text class=\"label\" x=\"0\" y=\"\(y + 28)\">\(HTML.escaped(bar.label))</text>"
            svg +=
                "<rect class=\"bar side\(index)\" x=\"210\" y=\"\(y + 8)\" width=\"\(length.shown)\" height=\"28\" rx=\"8\"/>"
            svg +=
                "<text class=\"label\" x=\"\((222 + length).shown)\" y=\"\(y + 28)\">\(HTML.escaped(bar.text))</text>"
        }
        return svg + "</svg>"
    }
}

extension Double {
    /// To one decimal, as drawings need it.
    fileprivate var shown: String {
        let tenths = Int((self * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return tenths % 10 == 0
            ? "\(sign)\(abs(tenths) / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

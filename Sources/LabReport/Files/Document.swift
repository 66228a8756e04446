/// A report as its parts in reading order, before it is a page or Markdown: both have the same content.
package struct Document: Sendable {
    package enum Block: Sendable {
        /// Level 2 to 4; level 1 is the title.
        case heading(Int, String)
        case lead(String)
        case paragraph(String)
        case quiet(String)
        case list([String])
        case quote(String, by: String?)
        case table(TableBlock)
        /// Whatever a picture shows stands in the table after it, too.
        case picture(Picture)
    }

    package struct TableBlock: Sendable {
        package let caption: String
        package let columns: [String]
        /// Columns of figures, for their alignment.
        package let figures: Set<Int>
        package let rows: [[String]]
    }

    package let title: String
    package let language: String
    package let isRightToLeft: Bool
    package let blocks: [Block]
}

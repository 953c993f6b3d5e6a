//! Text in lines that fit.

/// Text in lines of at most `width` columns where its words allow. What follows a break stands `hang` columns further
/// in, and under the text of a list's item (`- `). Inner gaps stay: they align what stands in columns.
pub fn wrap(text: &str, hang: usize, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let body = line.trim_start();
        let indent = line.chars().count() - body.chars().count();
        let hang = hang + indent + if body.starts_with("- ") { 2 } else { 0 };
        let mut current = " ".repeat(indent);
        let mut empty = true;
        for word in body.split(' ') {
            let len = current.chars().count() + usize::from(!empty) + word.chars().count();
            if !empty && len > width {
                lines.push(current.trim_end().to_owned());
                current = " ".repeat(hang);
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word);
            empty = false;
        }
        lines.push(current.trim_end().to_owned());
    }
    lines.join("\n")
}

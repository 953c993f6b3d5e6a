//! What a ceremony has done so far, for its minutes.

/// In the order in which it was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done(Vec<(&'static str, String)>);

impl Done {
    pub(super) fn add(&mut self, what: &'static str, which: impl Into<String>) {
        self.0.push((what, which.into()));
    }

    /// A sentence for each kind of thing that was done, and what it was done to.
    pub fn sentences(&self) -> Vec<String> {
        let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
        for (what, which) in &self.0 {
            match kinds.iter_mut().find(|(kind, _)| kind == what) {
                Some((_, all)) if all.contains(&&**which) => {}
                Some((_, all)) => all.push(which),
                None => kinds.push((what, vec![which])),
            }
        }
        let kinds = kinds.into_iter();
        kinds
            .map(|(what, which)| format!("{what}: {}.", which.join(", ")))
            .collect()
    }
}

//! The way back from a document in the shape of OpenAPI 3.0 to what its author wrote: which parts of it stand somewhere
//! else there. Knows nothing of why they were moved.

use std::collections::BTreeMap;

use crate::path::{DocumentId, SpecPath};

/// The parts of a document that do not stand where they were written.
///
/// A place below such a part moved with it, so one entry holds for all of it. The document as it is now is one tree, the
/// root document; what is written may stand in any.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// By the pointer at which a part stands now: where it is written.
    written: BTreeMap<String, SpecPath>,
    /// By the place at which a part is written: where it stands now.
    now: BTreeMap<SpecPath, SpecPath>,
    /// The further files, as a reference in the document would name them.
    files: BTreeMap<DocumentId, String>,
    /// The way from what this leads back to, which is one tree, to the files that it was made of.
    earlier: Option<Box<Moves>>,
}

impl Moves {
    /// The way back from a document that was made of several files: where its parts stand, and where they are written.
    #[must_use]
    pub fn of_files(
        parts: impl IntoIterator<Item = (SpecPath, SpecPath)>,
        files: impl IntoIterator<Item = (DocumentId, String)>,
    ) -> Self {
        let mut moves = Self { files: files.into_iter().collect(), ..Self::default() };
        for (now, written) in parts {
            moves.note(&now, written);
        }
        moves
    }

    /// The whole way back, where the document was made of several files before it was rewritten.
    #[must_use]
    pub fn after(self, earlier: Self) -> Self {
        let mut files = earlier.files.clone();
        files.extend(self.files.clone());
        Self { files, earlier: Some(Box::new(earlier)), ..self }
    }

    /// Notes that what stood at `before` stands at `now` from here on. Both are places of the tree as it is at the moment:
    /// what was moved before is followed to where it is written.
    pub fn moved(&mut self, before: &SpecPath, now: &SpecPath) {
        let written = self.written(before);
        let inner: Vec<(String, SpecPath)> = within(&self.written, before.pointer());
        for (pointer, written) in inner {
            self.written.remove(&pointer);
            if let Some(rest) = pointer.strip_prefix(before.pointer()).filter(|rest| !rest.is_empty()) {
                // What was made of it has a way back alone.
                let whole = self.now.get(&written).is_some_and(|place| place.pointer() == pointer);
                if whole {
                    self.note(&below(now, rest), written);
                } else {
                    self.written.insert(below(now, rest).pointer().to_owned(), written);
                }
            }
        }
        self.note(now, written);
    }

    /// Notes that what stands at `now` is new, and made of what is written at `written`.
    pub fn made(&mut self, now: &SpecPath, written: &SpecPath) {
        let written = self.written(written);
        self.written.insert(now.pointer().to_owned(), written);
    }

    /// Where the thing at `now` is written.
    #[must_use]
    pub fn written(&self, now: &SpecPath) -> SpecPath {
        if now.document() != DocumentId::ROOT {
            return now.clone();
        }
        let written = look_up(now, |place| self.written.get(place.pointer()));
        match &self.earlier {
            Some(earlier) => earlier.written(&written),
            None => written,
        }
    }

    /// Where the thing that is written at `written` stands now.
    #[must_use]
    pub fn now(&self, written: &SpecPath) -> SpecPath {
        look_up(written, |place| self.now.get(place))
    }

    /// Where the thing at `now` is written, in words: `#/components/schemas/Pet`, or, in a further file,
    /// `schemas/pet.yaml#/properties/name`.
    #[must_use]
    pub fn key(&self, now: &SpecPath) -> String {
        let written = self.written(now);
        match self.files.get(&written.document()) {
            Some(file) if written.pointer().is_empty() => file.clone(),
            Some(file) => format!("{file}{written}"),
            None => written.to_string(),
        }
    }

    /// All that the thing at `now` can be called so: a component that is nothing but a reference to a file is also called
    /// by the place of the reference.
    #[must_use]
    pub fn keys(&self, now: &SpecPath) -> Vec<String> {
        let key = self.key(now);
        let own = look_up(now, |place| self.written.get(place.pointer())).to_string();
        if key.starts_with('#') { vec![key] } else { vec![key, own] }
    }

    fn note(&mut self, now: &SpecPath, written: SpecPath) {
        self.now.insert(written.clone(), now.clone());
        self.written.insert(now.pointer().to_owned(), written);
    }
}

/// The place that the nearest entry at or above `place` leads to.
fn look_up<'m>(place: &SpecPath, entry: impl Fn(&SpecPath) -> Option<&'m SpecPath>) -> SpecPath {
    let mut above = Some(place.clone());
    while let Some(at) = above {
        if let Some(found) = entry(&at) {
            let rest = place.pointer().get(at.pointer().len()..).unwrap_or_default();
            return below(found, rest);
        }
        above = at.parent();
    }
    place.clone()
}

/// The place that `rest`, which is empty or begins with `/`, leads to from `place`.
fn below(place: &SpecPath, rest: &str) -> SpecPath {
    let pointer = format!("{}{rest}", place.pointer());
    SpecPath::parse(place.document(), &pointer).unwrap_or_else(|| place.clone())
}

fn within(entries: &BTreeMap<String, SpecPath>, pointer: &str) -> Vec<(String, SpecPath)> {
    let inside = |key: &str| key.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    entries
        .range(pointer.to_owned()..)
        .take_while(|(key, _)| key.starts_with(pointer))
        .filter(|(key, _)| inside(key))
        .map(|(key, place)| (key.clone(), place.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Moves;
    use crate::path::{DocumentId, SpecPath};

    fn place(pointer: &str) -> SpecPath {
        SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer")
    }

    #[test]
    fn what_moved_takes_along_what_is_in_it() {
        let mut moves = Moves::default();
        moves.moved(&place("/a/anyOf/1"), &place("/a/allOf/0"));
        assert_eq!(moves.written(&place("/a/allOf/0/type")), place("/a/anyOf/1/type"));
        assert_eq!(moves.now(&place("/a/anyOf/1/type")), place("/a/allOf/0/type"));
        assert_eq!(moves.written(&place("/a/allOf/01")), place("/a/allOf/01"));
    }

    #[test]
    fn a_tree_of_files_leads_back_to_them_through_what_was_rewritten() {
        let file = DocumentId::new(1);
        let pet = SpecPath::in_document(file).child("Pet");
        let bundled = Moves::of_files([(place("/definitions/Pet"), pet.clone())], [(file, "pets.yaml".to_owned())]);
        let mut rewritten = Moves::default();
        rewritten.moved(&place("/definitions"), &place("/components/schemas"));
        let moves = rewritten.after(bundled);
        let now = place("/components/schemas/Pet/properties/name");
        assert_eq!(moves.written(&now), pet.child("properties").child("name"));
        let keys = ["pets.yaml#/Pet/properties/name", "#/definitions/Pet/properties/name"];
        assert_eq!(moves.keys(&now), keys.map(str::to_owned));
        assert_eq!(moves.keys(&place("/info")), ["#/info".to_owned()]);
    }

    #[test]
    fn what_moved_twice_leads_back_to_the_beginning() {
        let mut moves = Moves::default();
        moves.moved(&place("/a/x"), &place("/a/y"));
        moves.moved(&place("/a"), &place("/b"));
        assert_eq!(moves.written(&place("/b/y/z")), place("/a/x/z"));
        assert_eq!(moves.written(&place("/b/other")), place("/a/other"));
        assert_eq!(moves.now(&place("/a/x/z")), place("/b/y/z"));
    }
}

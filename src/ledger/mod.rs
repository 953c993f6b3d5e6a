//! Evidence: lines, chain, tree, heads. It knows no event's meaning.

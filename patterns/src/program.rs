//! A pattern with regular expressions, compiled to one program for the whole path.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::{Arc, OnceLock};

use regex_automata::dfa::onepass;
use regex_automata::nfa::thompson::NFA;
use regex_automata::nfa::thompson::pikevm::{Cache, PikeVM};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};

use crate::segment::{Piece, Segment};

/// The limit of the crate `regex`, in bytes. One `\w` has some twelve thousand.
const SIZE_LIMIT: usize = 10 << 20;

/// What a quicker program may take beside the one that is always there, in bytes.
const ONE_PASS_LIMIT: usize = 64 << 10;

type NewCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// Runs in time linear in the path, whatever the expressions are. A clone shares the scratch space.
#[derive(Clone)]
pub(crate) struct Program(Arc<Shared>);

struct Shared {
    vm: PikeVM,
    scratch: Pool<Cache, NewCache>,
    /// Where at each letter it is clear which parameter it is of, as nearly always: a tenth of the work. Made when it is first
    /// needed, which in macros is never.
    one_pass: OnceLock<Option<onepass::DFA>>,
    parameters: usize,
}

impl Program {
    /// Compiles `segments`, whose parameters are `expressions`; `None` is `[^/]+`. It fails if that becomes too large.
    pub(crate) fn compile(segments: &[Segment], expressions: &[Option<Hir>]) -> Option<Self> {
        let nfa = NFA::compiler()
            .configure(NFA::config().nfa_size_limit(Some(SIZE_LIMIT)))
            .build_from_hir(&whole_path(segments, expressions))
            .ok()?;
        let vm = PikeVM::new_from_nfa(nfa).ok()?;
        let for_scratch = vm.clone();
        let scratch: NewCache = Box::new(move || for_scratch.create_cache());
        let (scratch, one_pass) = (Pool::new(scratch), OnceLock::new());
        Some(Self(Arc::new(Shared { vm, scratch, one_pass, parameters: expressions.len() })))
    }

    /// What the parameters take of `path`, in order.
    pub(crate) fn run<'t>(&self, path: &'t str) -> Option<Vec<&'t str>> {
        let Shared { vm, scratch, one_pass, parameters } = &*self.0;
        let mut captures = vm.create_captures();
        let input = Input::new(path).anchored(Anchored::Yes);
        match one_pass.get_or_init(|| one_pass_of(vm.get_nfa())) {
            Some(dfa) => dfa.try_search(&mut dfa.create_cache(), &input, &mut captures).ok()?,
            None => vm.search(&mut scratch.get(), &input, &mut captures),
        }
        if !captures.is_match() {
            return None;
        }
        (1..=*parameters).map(|group| path.get(captures.get_group(group)?.range())).collect()
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Program")
    }
}

fn one_pass_of(nfa: &NFA) -> Option<onepass::DFA> {
    let limits = onepass::Config::new().size_limit(Some(ONE_PASS_LIMIT));
    onepass::Builder::new().configure(limits).build_from_nfa(nfa.clone()).ok()
}

fn whole_path(segments: &[Segment], expressions: &[Option<Hir>]) -> Hir {
    let mut parts = vec![Hir::look(Look::Start)];
    for segment in segments {
        parts.push(Hir::literal(*b"/"));
        parts.extend(segment.iter().map(|piece| match piece {
            Piece::Literal(text) => Hir::literal(text.as_bytes()),
            Piece::Remainder(number) => capture(*number, repeated(0, Hir::dot(regex_syntax::hir::Dot::AnyChar))),
            Piece::Parameter(number) => {
                let expression = expressions.get(*number).cloned().flatten();
                capture(*number, expression.map_or_else(|| repeated(1, anything_but_slash()), without_captures))
            }
        }));
    }
    parts.push(Hir::look(Look::End));
    Hir::concat(parts)
}

/// The group of a parameter; the first group is the whole path.
fn capture(number: usize, sub: Hir) -> Hir {
    let index = u32::try_from(number + 1).unwrap_or(u32::MAX);
    Hir::capture(Capture { index, name: None, sub: Box::new(sub) })
}

fn repeated(min: u32, sub: Hir) -> Hir {
    Hir::repetition(Repetition { min, max: None, greedy: true, sub: Box::new(sub) })
}

fn anything_but_slash() -> Hir {
    let mut class = ClassUnicode::new([ClassUnicodeRange::new('/', '/')]);
    class.negate();
    Hir::class(Class::Unicode(class))
}

/// The user's own groups would take the numbers of the parameters.
fn without_captures(expression: Hir) -> Hir {
    match expression.into_kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Capture(capture) => without_captures(*capture.sub),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(without_captures(*repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(without_captures).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.into_iter().map(without_captures).collect()),
    }
}

//! Which models were asked for. The service's own filters refuse values that it answers, so all filtering is done here

use wildmatch::WildMatch;

use super::{Callable, Summary};

/// What a model must be; an empty filter lets all pass. Upper and lower case are the same.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub patterns: Vec<String>,
    pub provider: Option<String>,
    pub input_modalities: Vec<String>,
    pub output_modalities: Vec<String>,
    pub inference_type: Option<String>,
    pub customization: Option<String>,
    pub status: Option<String>,
    pub streaming: Option<bool>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
            && self.provider.is_none()
            && self.input_modalities.is_empty()
            && self.output_modalities.is_empty()
            && self.inference_type.is_none()
            && self.customization.is_none()
            && self.status.is_none()
            && self.streaming.is_none()
    }

    /// Whether only patterns were said, which hold for everything that has a name.
    pub fn is_patterns_only(&self) -> bool {
        Filter { patterns: Vec::new(), ..self.clone() }.is_empty()
    }

    /// Whether a model is one of them; patterns look at the ids that call it, too.
    pub fn matches(&self, model: &Summary, callables: &[Callable]) -> bool {
        let lists = |values: &[String], wanted: &str| values.iter().any(|value| value.eq_ignore_ascii_case(wanted));
        self.patterns.iter().all(|pattern| matches_pattern(pattern, model, callables))
            && self.provider.as_deref().is_none_or(|provider| is_by(provider, model))
            && self.input_modalities.iter().all(|wanted| lists(model.input_modalities(), wanted))
            && self.output_modalities.iter().all(|wanted| lists(model.output_modalities(), wanted))
            && self.inference_type.as_deref().is_none_or(|wanted| lists(model.inference_types(), wanted))
            && self.customization.as_deref().is_none_or(|wanted| lists(model.customizations(), wanted))
            && self.status.as_deref().is_none_or(|wanted| model.status().eq_ignore_ascii_case(wanted))
            && self.streaming.is_none_or(|wanted| model.streams().unwrap_or(false) == wanted)
    }
}

/// By the provider's name, or by its part of the id: `Mistral AI` is `mistral` there.
fn is_by(provider: &str, model: &Summary) -> bool {
    let in_id = model.id().split('.').next().unwrap_or_default();
    model.provider().eq_ignore_ascii_case(provider) || in_id.eq_ignore_ascii_case(provider)
}

/// A word is looked for in ids, name and provider; a pattern with `*` or `?` is held against a whole id.
fn matches_pattern(pattern: &str, model: &Summary, callables: &[Callable]) -> bool {
    let pattern = pattern.to_lowercase();
    let mut ids = [model.id()].into_iter().chain(callables.iter().map(|callable| callable.id.as_str()));
    if pattern.contains(['*', '?']) {
        let pattern = WildMatch::new(&pattern);
        return ids.any(|id| pattern.matches(&id.to_lowercase()));
    }
    ids.chain([model.name(), model.provider()]).any(|text| text.to_lowercase().contains(&pattern))
}

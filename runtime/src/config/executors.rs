//! Executors: what code says of them, what settings put over it, and which keys nobody configured.

use super::configurator::Configurator;
use super::error::Problem;
use super::quantities::{at_least_one, duration, number};
use super::settings::Settings;
use crate::executor::{DEFAULT, ExecutorConfig, ExecutorKey};
use crate::tween::TweenDefinition;
use crate::view::definition::{SourceLocation, ViewDefinition, ViewKind};

/// An executor that the configuration names.
pub(crate) struct AddedExecutor {
    pub(crate) key: &'static ExecutorKey,
    pub(crate) config: ExecutorConfig,
    pub(crate) location: SourceLocation,
}

/// Before the name of an executor, in settings.
const PREFIX: &str = "executor.";

const OPTIONS: &str =
    "running_permits, maximum_threads, queue_length, queue_timeout, idle_time, stack_size and thread_name";

/// Configures the executors for the process, and says what is wrong.
pub(super) fn configure(added: &[AddedExecutor], settings: &Settings) -> Vec<Problem> {
    let mut problems = unknown_names(added, settings);
    for each in added {
        problems.extend(configure_one(each.key, each.config.clone(), settings, Some(each.location)).err());
    }
    let default_is_added = added.iter().any(|each| std::ptr::eq(each.key, &DEFAULT));
    if !default_is_added && options(DEFAULT.name(), settings).next().is_some() {
        problems.extend(configure_one(&DEFAULT, ExecutorConfig::default(), settings, None).err());
    }
    problems
}

/// The keys of all executors in which the application may have jobs, each once.
pub(crate) fn keys(config: &Configurator) -> Vec<&'static ExecutorKey> {
    let added = config.executors.iter().map(|added| added.key);
    let uses = config.executor_uses.iter().map(|each| each.key);
    let views = config.views.iter().filter_map(|action| action.view.executor);
    let tweens = config.tweens.iter().filter_map(|added| added.tween.executor);
    let mut keys = vec![&DEFAULT];
    for key in added.chain(uses).chain(views).chain(tweens) {
        if !keys.iter().any(|known| std::ptr::eq(*known, key)) {
            keys.push(key);
        }
    }
    keys
}

fn configure_one(
    key: &'static ExecutorKey,
    config: ExecutorConfig,
    settings: &Settings,
    location: Option<SourceLocation>,
) -> Result<(), Problem> {
    let config = options(key.name(), settings)
        .try_fold(config, |config, (option, text)| with_option(config, option, text).map_err(|why| (option, text, why)))
        .map_err(|(option, text, why)| {
            let name = key.name();
            Problem::new(format!("the setting `{PREFIX}{name}.{option}` is `{text}`, which is wrong: {why}"), location)
        })?;
    key.configure(config).map(drop).map_err(|error| Problem::new(error.to_string(), location))
}

/// The settings of one executor: options and texts.
fn options<'a>(name: &'a str, settings: &'a Settings) -> impl Iterator<Item = (&'a str, &'a str)> {
    settings.iter().filter_map(move |(setting, text)| {
        let (named, option) = setting.strip_prefix(PREFIX)?.rsplit_once('.')?;
        (named == name).then_some((option, text.trim()))
    })
}

fn unknown_names(added: &[AddedExecutor], settings: &Settings) -> Vec<Problem> {
    let is_known = |name: &str| name == DEFAULT.name() || added.iter().any(|each| each.key.name() == name);
    let complain = |(setting, _): (&str, &str)| {
        let named = setting.strip_prefix(PREFIX)?;
        match named.rsplit_once('.') {
            Some((name, _)) if is_known(name) => None,
            Some((name, _)) => Some(Problem::new(
                format!(
                    "the setting `{setting}` is about an executor `{name}`, which the application does not have\n\
                     help: add it with `config.add_executor(&KEY, ExecutorConfig::default())`, or remove the setting"
                ),
                [],
            )),
            None => Some(Problem::new(
                format!(
                    "the setting `{setting}` names no option of an executor\nhelp: write `{PREFIX}<name>.<option>`"
                ),
                [],
            )),
        }
    };
    settings.iter().filter_map(complain).collect()
}

fn with_option(config: ExecutorConfig, option: &str, text: &str) -> Result<ExecutorConfig, String> {
    Ok(match option {
        "running_permits" => config.running_permits(at_least_one(text)?),
        "maximum_threads" => config.maximum_threads(at_least_one(text)?),
        "queue_length" => config.queue_length(number(text)?),
        "queue_timeout" => config.queue_timeout(duration(text)?),
        "idle_time" => config.idle_time(duration(text)?),
        "stack_size" => config.stack_size(at_least_one(text)?),
        "thread_name" => config.thread_name(text),
        _ => return Err(format!("executors have no option `{option}`\nhelp: there are {OPTIONS}")),
    })
}

/// A problem for each view and tween whose executor has no configuration.
pub(super) fn without_configuration<'a>(
    views: impl Iterator<Item = &'a ViewDefinition>,
    tweens: &[&'static TweenDefinition],
) -> Vec<Problem> {
    let in_executor = |kind| matches!(kind, ViewKind::Function | ViewKind::SyncWebsocket);
    let views = views
        .filter(|view| in_executor(view.kind))
        .filter_map(|view| Some((view.executor?, format!("view `{}`", view.full_name()), view.location)));
    let tweens =
        tweens.iter().filter_map(|tween| Some((tween.executor?, format!("tween `{}`", tween.name), tween.location)));
    views
        .chain(tweens)
        .filter(|(key, ..)| key.executor().is_none() && !std::ptr::eq(*key, &DEFAULT))
        .map(|(key, user, location)| {
            let name = key.name();
            Problem::new(
                format!(
                    "{user} runs in the executor `{name}`, which is not configured\n\
                     help: add it with `config.add_executor(&KEY, ExecutorConfig::default())`"
                ),
                [location],
            )
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::config::Configurator;

    #[test]
    fn settings_go_over_the_codes_values() {
        static KEY: ExecutorKey = ExecutorKey::new("settings.over.code");
        let code = ExecutorConfig::default().running_permits(3).queue_length(5);
        let settings: Settings = [
            ("executor.settings.over.code.running_permits", "7"),
            ("executor.settings.over.code.queue_timeout", "250ms"),
            ("page_size", "20"),
        ]
        .into_iter()
        .collect();
        let added = [AddedExecutor { key: &KEY, config: code.clone(), location: SourceLocation::caller() }];
        assert!(configure(&added, &settings).is_empty());
        let expected = code.running_permits(7).queue_timeout(Duration::from_millis(250));
        KEY.configure(expected).unwrap();
        assert!(configure(&added, &settings).is_empty(), "for a second application as well");
    }

    #[test]
    fn each_key_is_known_once() {
        static KEY: ExecutorKey = ExecutorKey::new("known.once");
        let config = Configurator::new()
            .add_executor(&KEY, ExecutorConfig::default())
            .add_executor(&DEFAULT, ExecutorConfig::default());
        let names: Vec<_> = keys(&config).into_iter().map(ExecutorKey::name).collect();
        assert_eq!(names, ["default", "known.once"]);
    }

    #[test]
    fn every_option_can_be_set() {
        for option in OPTIONS.replace(" and ", ", ").split(", ") {
            let _ = with_option(ExecutorConfig::default(), option, "64").unwrap();
        }
    }

    #[test]
    fn mistakes_in_settings_name_the_setting() {
        static KEY: ExecutorKey = ExecutorKey::new("mistaken");
        for (setting, text, why) in [
            ("executor.mistaken.running_permits", "many", "is `many`, which is wrong: invalid digit"),
            ("executor.mistaken.running_permits", "0", "it is zero"),
            ("executor.mistaken.idle_time", "soon", "which is wrong: `soon` is no unit of time"),
            ("executor.mistaken.runing_permits", "7", "executors have no option `runing_permits`"),
            ("executor.other.idle_time", "7", "about an executor `other`, which the application does not have"),
            ("executor.mistaken", "7", "names no option"),
        ] {
            let config = Configurator::new().add_executor(&KEY, ExecutorConfig::default());
            let error = config.add_setting(setting, text).try_make_router().unwrap_err().to_string();
            assert!(error.contains(&format!("the setting `{setting}`")) && error.contains(why), "{error}");
            assert!(error.contains("\n   help: "), "{error}");
        }
    }

    #[test]
    fn two_configurations_of_one_key_are_a_mistake() {
        static KEY: ExecutorKey = ExecutorKey::new("twice");
        let config = Configurator::new()
            .add_executor(&KEY, ExecutorConfig::default())
            .add_executor(&KEY, ExecutorConfig::default().running_permits(1));
        let error = config.try_make_router().unwrap_err();
        assert_eq!(error.count(), 1);
        assert!(error.to_string().contains("the executor `twice` is configured already"), "{error}");
    }
}

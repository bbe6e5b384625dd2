//! Templates in a world, and the names that they give.

use super::World;
use crate::{Loaded, Template, TemplateError};

impl World {
    /// Loads a template's text, whatever of [these](Template::parse) it is, at the world's time.
    ///
    /// # Errors
    /// [`TemplateError`] with the place in the template.
    pub fn template(&mut self, text: &str) -> Result<&mut Self, TemplateError> {
        self.load(&Template::parse(text)?)?;
        Ok(self)
    }

    /// Loads a template at the world's time. From then on resources go by their names in it, too.
    ///
    /// # Errors
    /// [`TemplateError`] with the place in the template.
    pub fn load(&mut self, template: &Template) -> Result<Loaded, TemplateError> {
        let loaded = template.load(self.now(), &mut self.observatory)?;
        for created in &loaded.created {
            self.know(&created.logical_id, &created.name, created.arn.as_deref());
        }
        for one in &loaded.stand_ins {
            self.know(&one.logical_id, one.arn.as_deref().unwrap_or(&one.reference), one.arn.as_deref());
        }
        let made = loaded.created.len();
        self.timeline.add(self.now(), format!("template {}: {made} resources", template.name()));
        self.collect();
        Ok(loaded)
    }

    /// What a name in a template means from now on.
    fn know(&mut self, logical_id: &str, name: &str, arn: Option<&str>) {
        self.names.insert(logical_id.to_owned(), name.to_owned());
        match arn {
            Some(arn) => self.targets.insert(logical_id.to_owned(), arn.to_owned()),
            None => self.targets.remove(logical_id),
        };
    }

    /// The service's name of what a template calls so, the ARN of what stands in; else the name itself.
    pub(super) fn name(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).to_owned()
    }
}

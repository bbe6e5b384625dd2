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
            self.names.insert(created.logical_id.clone(), created.name.clone());
        }
        for one in &loaded.stand_ins {
            self.names.insert(one.logical_id.clone(), one.arn.clone().unwrap_or_else(|| one.reference.clone()));
        }
        let made = loaded.created.len();
        self.timeline.add(self.now(), format!("template {}: {made} resources", template.name()));
        self.collect();
        Ok(loaded)
    }

    /// The service's name of what a template calls so, the ARN of what stands in; else the name itself.
    pub(super) fn name(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).to_owned()
    }
}

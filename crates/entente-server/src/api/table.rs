//! The table of everything that can be asked: each line makes the route and its description, so that neither is without the other.

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use entente_engine::world::{Known, View, World};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answer::{About, Answer, List, Problem, json as text_of, problem, tagged, tagged_as};
use super::question::{Asked, Cursor, MOST, MomentAsked, Part, Turn, USUAL};
use crate::error::Fault;
use crate::state::Server;

/// Where definitions lie in the description.
const SCHEMAS: &str = "/components/schemas";

/// Everything that can be asked.
pub struct Table {
    router: Router<Server>,
    operations: Vec<Operation>,
    schemas: SchemaGenerator,
}

/// One thing that can be asked, as it is described.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// Where.
    pub path: &'static str,
    /// `get` or `post`.
    pub method: &'static str,
    /// What it gives, as a title.
    pub tells: &'static str,
    /// What else there is to know.
    pub more: &'static str,
    /// Names in path and query.
    pub parameters: Vec<Value>,
    /// What is sent, for `post`.
    pub body: Option<Value>,
    /// Status of a good answer.
    pub status: &'static str,
    /// Kind of a good answer, and its form.
    pub answer: Option<(&'static str, Value)>,
    /// Is it a list, which can be had in every [`super::answer::Form`]?
    pub is_list: bool,
    /// Does it write?
    pub writes: bool,
}

/// What finds one thing.
type Find<Q, A> = fn(&View, Q) -> Result<A, Fault>;
/// What finds a part of a list.
type FindPart<Q, A> = fn(&View, Q, &Turn) -> Result<Part<A>, Fault>;
/// What tells the last moment that can be answered for, where that is not now.
type Until = fn(&World) -> Result<Option<Known>, Fault>;

impl Table {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let settings = settings.with(|settings| {
            settings.definitions_path = SCHEMAS.into();
            settings.meta_schema = None;
        });
        Self {
            router: Router::new(),
            operations: Vec::new(),
            schemas: settings.into_generator(),
        }
    }

    /// Adds what gives one thing.
    #[must_use]
    pub fn one<Q, A>(self, path: &'static str, tells: &'static str, find: Find<Q, A>) -> Self
    where
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        A: Serialize + JsonSchema + Send + 'static,
    {
        let handler = move |State(server): State<Server>, request: Request| async move {
            let answered = answer_one(server, request, tells, find).await;
            answered.unwrap_or_else(|fault| problem(&fault))
        };
        let operation = Operation {
            parameters: parameters::<Q>(path, &[as_of()]),
            ..Operation::get(path, tells)
        };
        self.answering::<Answer<A>>(operation, get(handler))
    }

    /// Adds what gives a list.
    #[must_use]
    pub fn list<Q, A>(self, path: &'static str, tells: &'static str, find: FindPart<Q, A>) -> Self
    where
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        A: Serialize + JsonSchema + Send + 'static,
    {
        self.list_until(path, tells, |_| Ok(None), find)
    }

    /// Adds what gives a list as of a moment that can be earlier than now.
    #[must_use]
    pub fn list_until<Q, A>(
        self,
        path: &'static str,
        tells: &'static str,
        until: Until,
        find: FindPart<Q, A>,
    ) -> Self
    where
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        A: Serialize + JsonSchema + Send + 'static,
    {
        let handler = move |State(server): State<Server>, request: Request| async move {
            let answered = answer_list(server, request, tells, until, find).await;
            answered.unwrap_or_else(|fault| problem(&fault))
        };
        let operation = Operation {
            parameters: parameters::<Q>(path, &[as_of(), limit(), cursor()]),
            ..Operation::get(path, tells)
        };
        let operation = Operation {
            is_list: true,
            ..operation
        };
        self.answering::<List<A>>(operation, get(handler))
    }

    /// Adds what answers in JSON of a type by itself.
    #[must_use]
    pub fn answering<A: JsonSchema>(
        mut self,
        mut operation: Operation,
        handler: MethodRouter<Server>,
    ) -> Self {
        let schema = self.schemas.subschema_for::<A>();
        operation.answer = Some(("application/json", schema.to_value()));
        self.with(operation, handler)
    }

    /// Adds what answers in a form of its own.
    #[must_use]
    pub fn with(mut self, operation: Operation, handler: MethodRouter<Server>) -> Self {
        self.router = self.router.route(operation.path, handler);
        self.operations.push(operation);
        self
    }

    /// All routes, and the description of them.
    pub fn done(mut self) -> (Router<Server>, Value) {
        let problem = self.schemas.subschema_for::<Problem>().to_value();
        let mut schemas = self.schemas.take_definitions(true);
        schemas.retain(|_, schema| !schema.is_null());
        let paths = super::open::paths(&self.operations, &problem);
        (self.router, super::open::document(paths, schemas))
    }
}

impl Operation {
    /// A question.
    #[must_use]
    pub fn get(path: &'static str, tells: &'static str) -> Self {
        Self {
            path,
            tells,
            method: "get",
            status: "200",
            ..Self::default()
        }
    }
}

/// The view of a world as of the moment that is asked for, or of the last one that can be answered for; that moment is what the
/// answer is pinned to.
fn pinned<'w>(
    world: &'w World,
    asked: &Asked,
    until: Option<Known>,
) -> Result<(View<'w>, Option<Known>), Fault> {
    let at = match (asked.at(), until) {
        (Some(at), Some(until)) => Some(at.min(until)),
        (at, until) => at.or(until),
    };
    let moment = world.at(at).moment()?;
    Ok((world.at(moment.or(at)), moment))
}

async fn answer_one<Q, A>(
    server: Server,
    request: Request,
    tells: &'static str,
    find: Find<Q, A>,
) -> Result<Response, Fault>
where
    Q: DeserializeOwned + Send + 'static,
    A: Serialize + Send + 'static,
{
    let asked = Asked::of(&mut request.into_parts().0).await?;
    if asked.is_of_list() {
        let why = "this is one thing: `limit` and `cursor` are for lists";
        return Err(Fault::Unclear(why.to_owned()));
    }
    let question: Q = asked.question()?;
    let found = server.ask_or_example(move |world, is_example| {
        let (view, moment) = pinned(world, &asked, None)?;
        let data = find(&view, question)?;
        let about = About::new(&asked, tells, moment, is_example);
        Ok(tagged(&asked, text_of(&Answer { about, data })?, None))
    });
    found.await
}

async fn answer_list<Q, A>(
    server: Server,
    request: Request,
    tells: &'static str,
    until: Until,
    find: FindPart<Q, A>,
) -> Result<Response, Fault>
where
    Q: DeserializeOwned + Send + 'static,
    A: Serialize + JsonSchema + Send + 'static,
{
    let asked = Asked::of(&mut request.into_parts().0).await?;
    let question: Q = asked.question()?;
    let found = server.ask_or_example(move |world, is_example| {
        let (view, moment) = pinned(world, &asked, until(world)?)?;
        let part = find(&view, question, &asked.turn())?;
        let next = part.behind.zip(moment);
        let next = next.map(|(behind, at)| Cursor { at, behind });
        let list = List {
            about: About::new(&asked, tells, moment, is_example),
            items: part.items,
            next_cursor: next.map(|next| next.to_string()),
        };
        Ok(tagged_as(
            asked.form,
            &asked,
            asked.form.write(&list)?,
            next,
        ))
    });
    found.await
}

/// The form of what is sent or asked, all in one: other fields are needed there than are told in an answer.
pub fn sent<B: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let schema = settings.into_generator().into_root_schema_for::<B>();
    schema.to_value()
}

/// Names and forms of what a question asks, in path and query.
pub fn parameters<Q: JsonSchema>(path: &str, every: &[Value]) -> Vec<Value> {
    let schema = sent::<Q>();
    let is_required = |name: &str| {
        let names = schema["required"].as_array();
        names.is_some_and(|names| names.iter().any(|one| one == name))
    };
    let properties = schema["properties"].as_object().into_iter().flatten();
    let own = properties.map(|(name, schema)| {
        let mut schema = without_null(schema.clone());
        let tells = schema
            .as_object_mut()
            .and_then(|schema| schema.remove("description"));
        let is_in_path = path.contains(&format!("{{{name}}}"));
        json!({
            "name": name, "in": if is_in_path { "path" } else { "query" }, "required": is_in_path || is_required(name),
            "description": tells, "schema": schema,
        })
    });
    own.chain(every.iter().cloned()).collect()
}

/// The form of a value that is there: what can be left out is not written as `null` in an address.
fn without_null(mut schema: Value) -> Value {
    if let Some(kinds) = schema["type"].as_array() {
        let kinds: Vec<&Value> = kinds.iter().filter(|kind| *kind != "null").collect();
        if let [kind] = kinds[..] {
            schema["type"] = kind.clone();
        }
    }
    let choices = schema["anyOf"].as_array().cloned().unwrap_or_default();
    let real: Vec<Value> = choices
        .iter()
        .filter(|one| one["type"] != "null")
        .cloned()
        .collect();
    if let ([real], true) = (&real[..], choices.len() == 2) {
        let mut real = real.clone();
        if !schema["description"].is_null() {
            real["description"] = schema["description"].clone();
        }
        return real;
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    schema
}

fn as_of() -> Value {
    let schema = schemars::schema_for!(MomentAsked).to_value();
    json!({
        "name": "as_of", "in": "query",
        "description": "Only what was known at that moment; a day is taken to its end in UTC. Without it: everything that is known.",
        "schema": {"type": "string", "anyOf": schema["anyOf"], "examples": schema["examples"]},
    })
}

fn limit() -> Value {
    json!({
        "name": "limit", "in": "query", "description": "How many things at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    })
}

fn cursor() -> Value {
    json!({
        "name": "cursor", "in": "query",
        "description": "The `next_cursor` of the answer before. The list goes on as it was known then; `as_of` is not looked at.",
        "schema": {"type": "string", "pattern": Cursor::PATTERN},
    })
}

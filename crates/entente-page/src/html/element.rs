//! What the elements of HTML mean to a reader.

/// The kinds of elements that reading tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Element {
    /// Marks words inside a line: `<b>`, `<span>`, and all that is not known.
    #[default]
    Inline,
    /// `<strong>`, `<em>`, `<b>`, `<i>`.
    Emphasis,
    /// `<a>`.
    Link,
    /// `<br>`.
    Break,
    /// Has no end and no text: `<img>`, `<input>`.
    Void,
    /// `<meta>`.
    Meta,
    /// `<link>`.
    LinkTag,
    /// `<time>`.
    Time,
    /// Its content is not markup, or not shown: `<script>`, `<style>`, `<noscript>`.
    Raw,
    /// `<title>` of the page.
    Title,
    /// Its text is no text of an article: `<svg>`, `<select>`, `<button>`.
    Skipped,
    /// `<html>`.
    Html,
    /// `<body>`.
    Body,
    /// `<p>`.
    Paragraph,
    /// `<div>`.
    Division,
    /// `<li>`, `<dd>`, `<dt>`.
    Item,
    /// `<h1>`.
    Heading1,
    /// `<h2>`.
    Heading2,
    /// `<h3>` to `<h6>`.
    Heading3,
    /// `<blockquote>`.
    Quote,
    /// `<td>`, `<th>`.
    Cell,
    /// `<tr>`.
    Row,
    /// `<table>` and its parts.
    Table,
    /// `<figure>`.
    Figure,
    /// `<figcaption>`, `<caption>`.
    Caption,
    /// `<article>`.
    Article,
    /// `<main>`.
    Main,
    /// `<section>`.
    Section,
    /// `<nav>`, `<menu>`.
    Navigation,
    /// `<header>`.
    Header,
    /// `<footer>`.
    Footer,
    /// `<aside>`.
    Aside,
    /// `<form>`, `<dialog>`.
    Form,
    /// `<ul>`, `<ol>`, `<dl>`.
    List,
    /// `<pre>`.
    Preformatted,
    /// Another block, or an element of the page's own making outside of a paragraph.
    Block,
}

use Element as E;

impl Element {
    /// The element of a name in lower case.
    pub fn of(name: &[u8]) -> Self {
        match name {
            b"p" => E::Paragraph,
            b"a" => E::Link,
            b"div" => E::Division,
            b"b" | b"strong" | b"em" | b"i" => E::Emphasis,
            b"br" => E::Break,
            b"li" | b"dd" | b"dt" => E::Item,
            b"h1" => E::Heading1,
            b"h2" => E::Heading2,
            b"h3" | b"h4" | b"h5" | b"h6" => E::Heading3,
            b"ul" | b"ol" | b"dl" => E::List,
            b"section" => E::Section,
            b"article" => E::Article,
            b"main" => E::Main,
            b"nav" | b"menu" => E::Navigation,
            b"header" => E::Header,
            b"footer" => E::Footer,
            b"aside" => E::Aside,
            b"form" | b"dialog" => E::Form,
            b"figure" => E::Figure,
            b"figcaption" | b"caption" => E::Caption,
            b"blockquote" => E::Quote,
            b"td" | b"th" => E::Cell,
            b"tr" => E::Row,
            b"table" | b"tbody" | b"thead" | b"tfoot" => E::Table,
            b"pre" => E::Preformatted,
            b"html" => E::Html,
            b"body" => E::Body,
            b"meta" => E::Meta,
            b"link" => E::LinkTag,
            b"time" => E::Time,
            b"title" => E::Title,
            b"script" | b"style" | b"noscript" | b"template" | b"textarea" | b"xmp" | b"iframe"
            | b"noembed" | b"noframes" => E::Raw,
            b"svg" | b"select" | b"button" | b"object" | b"video" | b"audio" | b"canvas"
            | b"math" | b"map" | b"option" | b"datalist" => E::Skipped,
            b"hr" | b"img" | b"input" | b"source" | b"wbr" | b"col" | b"area" | b"embed"
            | b"base" | b"param" | b"track" => E::Void,
            b"address" | b"fieldset" | b"details" | b"summary" | b"center" | b"hgroup"
            | b"head" | b"legend" | b"picture" | b"amp-story" => E::Block,
            _ => E::Inline,
        }
    }

    /// Does it end the line before it and begin one of its own?
    pub fn is_block(self) -> bool {
        self as u8 >= E::Html as u8
    }

    /// Is it a heading?
    pub fn is_heading(self) -> bool {
        matches!(self, E::Heading1 | E::Heading2 | E::Heading3)
    }
}

/**
 * Schema and answers in the one JSON form that files, the API and the database share. Everything is read by its question,
 * never by what it looks like; all that is wrong is reported together.
 */
package dev.cupel.formats.nativeform;

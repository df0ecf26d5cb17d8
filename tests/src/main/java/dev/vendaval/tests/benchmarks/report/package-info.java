/** What a reader gets to see of the results: docs/benchmarks.md and its charts. Knows only the results' documents. */
@NullMarked
package dev.vendaval.tests.benchmarks.report;

import org.jspecify.annotations.NullMarked;

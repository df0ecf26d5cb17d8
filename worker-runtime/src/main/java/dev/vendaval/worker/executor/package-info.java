/**
 * Executors: the tasklets that run components. Allowed neighbours: {@code dev.vendaval.api},
 * {@code dev.vendaval.protocol} and the packages of the worker below it: {@code exchange}, {@code routing},
 * {@code tracking}, {@code codec}, {@code tuple}, {@code plan}, {@code metrics}, {@code loader}.
 */
@NullMarked
package dev.vendaval.worker.executor;

import org.jspecify.annotations.NullMarked;

/** What the annotations that we understand begin with. */
export const ANNOTATION_PREFIX = 'resolver-slo/';

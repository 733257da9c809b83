import type { ModelAnswer, ModelRequest } from './mackerel-model.js';

type Refuse = (status: number, message: string) => ModelAnswer;

export interface ModelAnnotation {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly from: number;
  readonly to: number;
  readonly service: string;
}

/** Mackerel's graph annotations: those of a service that touch a time, made and replaced. */
export class AnnotationModel {
  readonly all: ModelAnnotation[] = [];
  #made = 0;

  add(annotation: Omit<ModelAnnotation, 'id'>): ModelAnnotation {
    const made = { id: `a${String(++this.#made)}`, ...annotation };
    this.all.push(made);
    return made;
  }

  answer({ method, path, body }: ModelRequest, refuse: Refuse): ModelAnswer {
    const url = new URL(path, 'http://mackerel.invalid');
    const id = url.pathname.split('/')[4] ?? '';
    if (method === 'GET' && id === '') return this.#list(url.searchParams, refuse);
    const fields = JSON.parse(body) as Omit<ModelAnnotation, 'id'>;
    const fault = annotationFault(fields);
    if (fault !== null) return refuse(400, fault);
    if (method === 'POST' && id === '') return ok(this.add(fields));
    const at = this.all.findIndex((one) => one.id === id);
    if (method !== 'PUT') return refuse(405, 'method not allowed');
    return at < 0 ? refuse(404, 'annotation not found') : ok((this.all[at] = { ...fields, id }));
  }

  #list(query: URLSearchParams, refuse: Refuse): ModelAnswer {
    const [service, from, to] = ['service', 'from', 'to'].map((key) => query.get(key) ?? '');
    if (service === '' || from === '' || to === '') return refuse(400, 'service, from and to are required');
    const found = this.all.filter((one) => one.service === service && one.from <= Number(to) && one.to >= Number(from));
    return ok({ graphAnnotations: found });
  }
}

function annotationFault({ title, description, from, to, service }: Omit<ModelAnnotation, 'id'>): string | null {
  if (typeof title !== 'string' || title === '' || Array.from(title).length > 250) return 'title is invalid';
  if (Array.from(description).length > 1024) return 'description is too long';
  if (!Number.isInteger(from) || !Number.isInteger(to) || to < from) return 'from and to are invalid';
  return typeof service === 'string' && service !== '' ? null : 'service is required';
}

function ok(value: object): ModelAnswer {
  return { status: 200, body: JSON.stringify(value) };
}

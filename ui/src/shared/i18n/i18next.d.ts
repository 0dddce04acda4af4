import 'i18next';
import type admin from '@/features/admin/messages.en.json';
import type charts from '@/features/charts/messages.en.json';
import type exports_ from '@/features/exports/messages.en.json';
import type guideline from '@/features/guideline/messages.en.json';
import type imports from '@/features/imports/messages.en.json';
import type inbox from '@/features/inbox/messages.en.json';
import type items from '@/features/items/messages.en.json';
import type jobs from '@/features/jobs/messages.en.json';
import type labeling from '@/features/labeling/messages.en.json';
import type me from '@/features/me/messages.en.json';
import type mine from '@/features/mine/messages.en.json';
import type overview from '@/features/overview/messages.en.json';
import type people from '@/features/people/messages.en.json';
import type projects from '@/features/projects/messages.en.json';
import type quality from '@/features/quality/messages.en.json';
import type review from '@/features/review/messages.en.json';
import type schema from '@/features/schema/messages.en.json';
import type session from '@/features/session/messages.en.json';
import type settings from '@/features/settings/messages.en.json';
import type talk from '@/features/talk/messages.en.json';
import type estimates from '../estimates/messages.en.json';
import type inputs from '../inputs/messages.en.json';
import type kinds from '../kinds/messages.en.json';
import type problems from '../problems/messages.en.json';
import type common from './messages.en.json';

/** Makes every t('...') key checked by the compiler; a new feature adds its catalogue here. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      admin: typeof admin;
      charts: typeof charts;
      estimates: typeof estimates;
      exports: typeof exports_;
      guideline: typeof guideline;
      imports: typeof imports;
      inbox: typeof inbox;
      inputs: typeof inputs;
      items: typeof items;
      jobs: typeof jobs;
      kinds: typeof kinds;
      labeling: typeof labeling;
      mine: typeof mine;
      me: typeof me;
      overview: typeof overview;
      people: typeof people;
      problems: typeof problems;
      projects: typeof projects;
      quality: typeof quality;
      review: typeof review;
      schema: typeof schema;
      session: typeof session;
      settings: typeof settings;
      talk: typeof talk;
    };
  }
}

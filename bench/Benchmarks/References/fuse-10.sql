-- Ten reshapes, one statement each, as somebody would write them who knows that every document is as expected; all in one transaction.
BEGIN;
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.fullName', document ->> '$.name'), '$.name');
UPDATE people SET document = jsonb_remove(
  jsonb_set(document, '$.address', jsonb_object('street', document ->> '$.street', 'city', document ->> '$.city', 'zip', document ->> '$.zip')),
  '$.street', '$.city', '$.zip');
UPDATE people SET document = jsonb_set(document, '$.price', CAST(document ->> '$.price' AS REAL));
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.mail', document ->> '$.email'), '$.email');
UPDATE people SET document = jsonb_set(document, '$.currency', 'EUR');
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.enabled', jsonb(document -> '$.active')), '$.active');
UPDATE people SET document = jsonb_set(document, '$.version', 2);
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.labels', jsonb(document -> '$.tags')), '$.tags');
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.contact', jsonb_object('mail', document ->> '$.mail')), '$.mail');
UPDATE people SET document = jsonb_remove(jsonb_set(document, '$.remark', document ->> '$.note'), '$.note');
COMMIT;

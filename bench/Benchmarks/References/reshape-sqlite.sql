-- The whole reshape as one statement, as somebody would write it who knows that every document is as expected:
-- full name renamed, three fields nested, the price turned from text into a number.
UPDATE people SET document = jsonb_remove(
  jsonb_set(
    document,
    '$.fullName', document ->> '$.name',
    '$.address', jsonb_object('street', document ->> '$.street', 'city', document ->> '$.city', 'zip', document ->> '$.zip'),
    '$.price', CAST(document ->> '$.price' AS REAL)),
  '$.name', '$.street', '$.city', '$.zip');
